package io.assay.model.file;

import io.assay.model.cases.CaseBatch;
import io.assay.model.cases.CaseSuite;
import io.assay.model.cases.Expectation;
import io.assay.model.cases.Expectation.Refused;
import io.assay.model.cases.PipelineCase;
import io.assay.model.cases.RecordPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a case file. */
final class CaseParser {
  private final Path folder;

  CaseParser(Path folder) {
    this.folder = folder;
  }

  Optional<CaseSuite> parse(Node node) {
    node.required("cases");
    node.entry(LetPaths.LET).ifPresent(Entry::members);
    return Optional.of(
        new CaseSuite(
            node.members("cases").stream().flatMap(entry -> one(entry).stream()).toList()));
  }

  private Optional<PipelineCase> one(Entry entry) {
    Naming.RULE.accepts(entry);
    return entry.node(CaseSections.CASE).flatMap(this::one);
  }

  private Optional<PipelineCase> one(Node node) {
    CaseRecords records = new CaseRecords(folder);
    List<CaseBatch> batches = new ArrayList<>();
    node.required("batches").map(Entry::elements).orElse(List.of()).stream()
        .flatMap(entry -> entry.node(CaseSections.BATCH).stream())
        .forEach(batch -> batches.add(batch(batch, records)));
    return node.required("expect")
        .flatMap(entry -> entry.node(CaseSections.EXPECT))
        .map(
            expect ->
                new PipelineCase(
                    node.name(),
                    node.text("description").orElse(""),
                    batches,
                    expectation(expect)));
  }

  private static CaseBatch batch(Node node, CaseRecords records) {
    boolean restart = node.flag("restart").orElse(false);
    List<RecordPlace> redelivered = new ArrayList<>();
    for (Entry entry : node.entry("redeliver").map(Entry::elementsIfAny).orElse(List.of())) {
      entry.text().ifPresent(text -> records.known(entry, text).ifPresent(redelivered::add));
    }
    return new CaseBatch(
        restart,
        node.entry("records").map(Entry::elementsIfAny).orElse(List.of()).stream()
            .flatMap(entry -> entry.node(CaseSections.RECORD).stream())
            .flatMap(record -> records.read(record).stream())
            .toList(),
        redelivered);
  }

  private static Expectation expectation(Node node) {
    Map<String, List<Map<String, Optional<String>>>> tables = new LinkedHashMap<>();
    for (Entry table : node.members("tables")) {
      tables.put(table.name(), table.elementsIfAny().stream().map(CaseParser::row).toList());
    }
    Optional<List<Refused>> quarantine =
        node.entry("quarantine")
            .map(
                entry ->
                    entry.elementsIfAny().stream()
                        .flatMap(record -> record.node(CaseSections.REFUSED).stream())
                        .flatMap(record -> refused(record).stream())
                        .toList());
    Map<String, Long> counts = new LinkedHashMap<>();
    node.entry("counts")
        .flatMap(entry -> entry.node(CaseSections.COUNTS))
        .ifPresent(
            given ->
                CaseSections.COUNTS
                    .names()
                    .forEach(
                        name ->
                            given
                                .entry(name)
                                .flatMap(CaseRecords::number)
                                .ifPresent(number -> counts.put(name, number))));
    return new Expectation(tables, quarantine, counts);
  }

  private static Map<String, Optional<String>> row(Entry entry) {
    Map<String, Optional<String>> row = new LinkedHashMap<>();
    entry.membersAndNulls().forEach(column -> row.put(column.name(), column.json()));
    return row;
  }

  private static Optional<Refused> refused(Node node) {
    Optional<RecordPlace> place =
        node.required("record")
            .flatMap(entry -> entry.text().flatMap(text -> CaseRecords.place(entry, text)));
    List<String> rules = node.required("rules").map(Entry::texts).orElse(List.of());
    return place.map(found -> new Refused(found, rules));
  }
}
