package io.assay.propose;

import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.model.file.PipelineFile;
import java.util.List;
import java.util.Map;

/** A proposal for a text, and what it declares. */
record Proposed(String text, RecordKind kind) {

  static Proposed of(String topic, String lines) {
    return of(SampleFile.read(topic, "test", lines, ""));
  }

  static Proposed of(Sample sample) {
    String text = Proposal.of("proposed", sample).text();
    Pipeline pipeline = PipelineFile.parse("test", text, Map.of());
    return new Proposed(text, pipeline.records().get(0));
  }

  List<String> tables() {
    return kind.tables().stream().map(Table::name).toList();
  }

  Table table(String name) {
    return kind.tables().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no table " + name + " but " + tables()));
  }

  List<String> key(String table) {
    return table(table).key();
  }

  List<String> columns(String table) {
    return table(table).columns().stream().map(Table.Column::name).toList();
  }

  /** As {@code column type}. */
  List<String> types(String table) {
    return table(table).columns().stream()
        .map(column -> column.name() + " " + column.type().sql())
        .toList();
  }

  /** As {@code [columns] table}. */
  List<String> references(String table) {
    return table(table).references().stream()
        .map(reference -> reference.columns() + " " + reference.table())
        .toList();
  }
}
