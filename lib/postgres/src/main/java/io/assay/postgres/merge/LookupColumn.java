package io.assay.postgres.merge;

import io.assay.model.Lookup;
import io.assay.model.Table.Column;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fills a column of staged rows from another table. */
final class LookupColumn {
  private static final String FILL =
      """
      update ${staging} s set ${column} = (select l.${value}::${type} from ${table} l where ${same-key} order by 1 limit 1)
      where ${upserts}
      """;

  private static final String ABSENT =
      """
      insert into assay_found (topic, partition, record_offset, record_time, kind, rule, severity, field, value, message)
      select s._topic, s._partition, s._offset, s._timestamp, ${kind}, ${rule}, 'reject', ${field}, ${shown}, ${message}
      from ${staging} s
      where ${upserts} and ${present} and s.${column} is null
      """;

  private final KindTable table;
  private final Column column;
  private final Lookup lookup;
  private final List<String> own;
  private final Sql fill;
  private final Optional<Sql> absent;

  /**
   * A look-up of one column of one table of a kind.
   *
   * @param schema of a table that is named without one
   */
  LookupColumn(KindTable table, Column column, Lookup lookup, String schema) {
    this.table = table;
    this.column = column;
    this.lookup = lookup;
    this.own = new ArrayList<>(lookup.key().values());
    this.fill = fillText(schema);
    this.absent =
        lookup.absent() == Lookup.Absent.REJECT ? Optional.of(absentText()) : Optional.empty();
  }

  /** The rule that a record fails for which nothing is found. */
  String rule() {
    return "lookup-" + column.name();
  }

  /** Its name, for people. */
  String column() {
    return table.table().name() + "." + column.name();
  }

  /** The statement that names the other table, to be checked before the first batch. */
  Sql statement() {
    return fill;
  }

  /** Fills the column; gives how many rows have to be refused because nothing was found. */
  long fill(Transaction transaction) throws SQLException {
    transaction.update(fill);
    return absent.isPresent() ? transaction.update(absent.get()) : 0;
  }

  private Sql fillText(String schema) {
    String[] names = lookup.table().split("\\.", 2);
    String from =
        names.length == 2
            ? Identifier.qualified(names[0], names[1])
            : Identifier.qualified(schema, names[0]);
    return Sql.template(FILL)
        .with("staging", table.staging())
        .with("column", Identifier.quote(column.name()))
        .with("value", Identifier.quote(lookup.column()))
        .with("type", column.type().sql())
        .with("table", from)
        .with(
            "same-key",
            lookup.key().entrySet().stream()
                .map(LookupColumn::equal)
                .collect(Collectors.joining(" and ")))
        .with("upserts", table.upserts("s"))
        .sql();
  }

  private Sql absentText() {
    return Sql.template(ABSENT)
        .with("kind", Identifier.literal(table.kind().name()))
        .with("rule", Identifier.literal(rule()))
        .with("field", Identifier.literal(String.join(", ", own)))
        .with("shown", table.shown("s", own))
        .with(
            "message",
            Identifier.literal(
                "%s has no row with this key, or it has no %s"
                    .formatted(lookup.table(), lookup.column())))
        .with("staging", table.staging())
        .with("upserts", table.upserts("s"))
        .with("present", KindTable.present("s", own))
        .with("column", Identifier.quote(column.name()))
        .sql();
  }

  private static String equal(Map.Entry<String, String> columns) {
    return "l."
        + Identifier.quote(columns.getKey())
        + " = s."
        + Identifier.quote(columns.getValue());
  }
}
