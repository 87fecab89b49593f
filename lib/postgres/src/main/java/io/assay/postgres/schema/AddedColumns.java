package io.assay.postgres.schema;

import io.assay.model.AssayException;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Field.Origin;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Source.NameMatching;
import io.assay.model.Table;
import io.assay.postgres.UnknownMember;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns that members of records have got without being in the definition ({@code
 * schema-change.unknown-field = apply}), and the definition with them. The ledger keeps them in
 * {@code assay.added_column}, so that later runs know them. A definition that takes such a member
 * or names such a column itself has the last word.
 */
public final class AddedColumns {
  /** Names that are data have no end. */
  static final int MOST = 200;

  private static final String READ =
      "select kind, member, table_name, column_name, type from assay.added_column where pipeline = ? order by kind, column_name";

  private static final int LONGEST = 60;

  private AddedColumns() {}

  /** The definition with the columns that the ledger knows; itself if there is no ledger. */
  public static Pipeline extended(Connection connection, Pipeline pipeline) throws SQLException {
    try (PreparedStatement there =
            connection.prepareStatement("select to_regclass('assay.added_column') is not null");
        ResultSet row = there.executeQuery()) {
      row.next();
      if (!row.getBoolean(1)) {
        return pipeline;
      }
    }
    Pipeline extended = pipeline;
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setString(1, pipeline.name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          AddedColumn added =
              new AddedColumn(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  type(row.getString(5)));
          if (isOpen(extended, added)) {
            extended = with(extended, added);
          }
        }
      }
    }
    return extended;
  }

  /**
   * Columns for members: named like them, as far as PostgreSQL, stamps and other columns allow.
   *
   * @throws AssayException (DATA) if there are so many that names must be data
   */
  public static List<AddedColumn> of(Pipeline pipeline, List<UnknownMember> members) {
    List<AddedColumn> columns = new ArrayList<>();
    Pipeline extended = pipeline;
    Set<UnknownMember.Name> names = new HashSet<>();
    for (UnknownMember member : members) {
      if (!names.add(canonical(pipeline, member))) {
        continue;
      }
      RecordKind kind = extended.kind(member.kind());
      AddedColumn column =
          new AddedColumn(
              member.kind(),
              member.member(),
              kind.root(),
              name(extended, kind.root(), member.member()),
              member.type());
      columns.add(column);
      extended = with(extended, column);
      if (extended.kind(member.kind()).rootTable().columns().size() > MOST) {
        throw new AssayException(
            AssayException.Kind.DATA,
            "Batch refused: records of the kind %s have so many members that no field takes that the table %s would get more than %d columns. Their names seem to be data: give them a field of type json, or write schema-change.unknown-field = warn"
                .formatted(member.kind(), kind.root(), MOST));
      }
    }
    return columns;
  }

  /** The definition with these columns. */
  public static Pipeline with(Pipeline pipeline, List<AddedColumn> columns) {
    Pipeline extended = pipeline;
    for (AddedColumn column : columns) {
      extended = with(extended, column);
    }
    return extended;
  }

  /**
   * The definition with a column, in every kind that fills the table. A kind without the member has
   * nothing to give.
   */
  static Pipeline with(Pipeline pipeline, AddedColumn added) {
    return pipeline.withRecords(
        pipeline.records().stream()
            .map(kind -> kind.table(added.table()).isPresent() ? with(kind, added) : kind)
            .toList());
  }

  private static RecordKind with(RecordKind kind, AddedColumn added) {
    List<Field> fields = new ArrayList<>(kind.fields());
    fields.add(
        Field.of(added.column(), new Origin.Member(List.of(added.member())), added.type())
            .keepingBlank());
    List<Table> tables = new ArrayList<>();
    for (Table table : kind.tables()) {
      List<Table.Column> columns = new ArrayList<>(table.columns());
      if (table.name().equals(added.table())) {
        columns.add(new Table.Column(added.column(), added.column(), added.type(), true));
      }
      tables.add(table.withColumns(columns));
    }
    return kind.with(fields, kind.rules(), tables);
  }

  /** Whether the definition says nothing about the member or the column itself. */
  private static boolean isOpen(Pipeline pipeline, AddedColumn added) {
    for (RecordKind kind : pipeline.records()) {
      if (kind.name().equals(added.kind())) {
        boolean taken =
            kind.fields().stream()
                .anyMatch(
                    field ->
                        field.origin() instanceof Origin.Member member
                            && member.path().equals(List.of(added.member())));
        return !taken
            && kind.root().equals(added.table())
            && !names(pipeline, added.table()).contains(added.column());
      }
    }
    return false;
  }

  /** Members whose names the definition does not tell apart get one column. */
  private static UnknownMember.Name canonical(Pipeline pipeline, UnknownMember member) {
    return pipeline.source().names() == NameMatching.EXACT
        ? member.name()
        : new UnknownMember.Name(
            member.kind(),
            member.member().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
  }

  private static String name(Pipeline pipeline, String table, String member) {
    String plain = member.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
    if (plain.isEmpty() || !Character.isLetter(plain.charAt(0)) || plain.startsWith("assay_")) {
      plain = "x_" + plain;
    }
    String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    Set<String> taken = names(pipeline, table);
    String name = cut;
    for (int number = 2; taken.contains(name); number++) {
      name = cut + "_" + number;
    }
    return name;
  }

  /** Names of columns of the table, and of fields of the kinds that fill it. */
  private static Set<String> names(Pipeline pipeline, String table) {
    Set<String> names = new HashSet<>();
    for (RecordKind kind : pipeline.records()) {
      kind.table(table)
          .ifPresent(
              own -> {
                own.columns().forEach(column -> names.add(column.name()));
                kind.fields().forEach(field -> names.add(field.name()));
              });
    }
    return names;
  }

  static ColumnType type(String sql) {
    for (Simple simple : Simple.values()) {
      if (simple.sql().equals(sql)) {
        return simple;
      }
    }
    return Simple.TEXT;
  }
}
