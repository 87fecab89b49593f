package io.assay.postgres.staging;

import io.assay.postgres.Identifier;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One unlogged staging table of a run, and the SQL for it.
 *
 * @param name without the schema
 * @param purpose what stands in it, for people who look into the database
 * @param columns all of them; any may be null
 */
public record StagingTable(String name, String purpose, List<StagedColumn> columns)
    implements Serializable {
  /** The schema of all staging tables. */
  public static final String SCHEMA = "assay_staging";

  public StagingTable {
    columns = List.copyOf(columns);
  }

  /** Schema and name, as SQL. */
  public String sql() {
    return Identifier.qualified(SCHEMA, name);
  }

  /** Makes the table and says in its comment what it is for: two statements. */
  public String create() {
    String definitions =
        columns.stream()
            .map(column -> Identifier.quote(column.name()) + " " + column.type())
            .collect(Collectors.joining(", "));
    return "create unlogged table %s (%s) with (autovacuum_enabled = false, toast.autovacuum_enabled = false); comment on table %s is %s"
        .formatted(sql(), definitions, sql(), Identifier.literal(purpose));
  }

  public String drop() {
    return "drop table if exists " + sql();
  }

  public String truncate() {
    return "truncate " + sql();
  }

  /** Whether its rows carry the record's timestamp besides the coordinates. */
  boolean isTimed() {
    return columns.contains(StagingColumns.TIMESTAMP);
  }

  /** Takes rows from the client in the binary format. */
  public String copy() {
    return "copy %s (%s) from stdin (format binary)"
        .formatted(sql(), Identifier.list(columns.stream().map(StagedColumn::name).toList()));
  }
}
