package io.assay.postgres;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.OrphanPolicy;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.Severity;
import io.assay.model.Source;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short ways to write definitions in tests. */
public final class Definitions {
  private Definitions() {}

  public static Pipeline pipeline(String name, RecordKind... kinds) {
    Source source = new Source(List.of("records"), new Format.Json(), Source.NameMatching.EXACT);
    return new Pipeline(name, "A pipeline of a test", source, List.of(kinds), false);
  }

  /** A kind whose root is the last of its tables. */
  public static RecordKind kind(String name, Table... tables) {
    return new RecordKind(
        name,
        "true",
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        tables[tables.length - 1].name(),
        List.of(tables));
  }

  /** The kind with a field that orders its versions. */
  public static RecordKind sequenced(RecordKind kind, ColumnType type) {
    Field field = Field.of("revision", new Field.Origin.Member(List.of("revision")), type);
    return new RecordKind(
        kind.name(),
        kind.when(),
        List.of(field),
        kind.filter(),
        List.of(field.name()),
        kind.delete(),
        kind.rules(),
        kind.root(),
        kind.tables());
  }

  /** The kind with a rule that these columns of its root are unique. */
  public static RecordKind unique(RecordKind kind, String... columns) {
    List<Rule> rules = new ArrayList<>(kind.rules());
    rules.add(
        new Rule(
            "unique-" + rules.size(),
            Severity.REJECT,
            Optional.empty(),
            new Rule.Check.Unique(List.of(columns))));
    return new RecordKind(
        kind.name(),
        kind.when(),
        kind.fields(),
        kind.filter(),
        kind.sequence(),
        kind.delete(),
        rules,
        kind.root(),
        kind.tables());
  }

  /** A table whose key is its first column; key columns are not nullable, the others are. */
  public static Table table(String name, Table.Column... columns) {
    return table(name, 1, columns);
  }

  /** A table whose key is its first columns. */
  public static Table table(String name, int keyColumns, Table.Column... columns) {
    List<Table.Column> all = new ArrayList<>();
    for (Table.Column column : columns) {
      all.add(
          new Table.Column(column.name(), column.sql(), column.type(), all.size() >= keyColumns));
    }
    List<String> key = all.subList(0, keyColumns).stream().map(Table.Column::name).toList();
    return new Table(name, key, all, List.of(), Optional.empty(), Table.Keep.NEWEST);
  }

  public static Table.Column column(String name, ColumnType type) {
    return new Table.Column(name, name, type, true);
  }

  public static Table.Column text(String name) {
    return column(name, Simple.TEXT);
  }

  /** The table with a foreign key from some of its columns, named after the other table. */
  public static Table referencing(
      Table table, String other, OrphanPolicy orphan, String... columns) {
    List<Table.Reference> references = new ArrayList<>(table.references());
    references.add(new Table.Reference(other, List.of(columns), other, orphan));
    return new Table(
        table.name(), table.key(), table.columns(), references, table.when(), table.keep());
  }
}
