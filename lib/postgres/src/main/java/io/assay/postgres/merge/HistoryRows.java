package io.assay.postgres.merge;

/** Adds the staged rows to a table with history: every one is a version. */
final class HistoryRows {
  private static final String INSERT =
      """
      with merged as (
        insert into ${target} as t (${columns})
        select ${values}
        from ${staging} v
        where ${condition}
        returning t.assay_topic as topic
      )
      select topic, count(*), 0::bigint from merged group by topic
      """;

  private HistoryRows() {}

  /**
   * The statement.
   *
   * @param condition which staged rows, with the alias {@code v}
   */
  static Sql insert(KindTable table, RowColumns columns, String condition) {
    return Sql.template(INSERT)
        .with("target", table.target())
        .with("staging", table.staging())
        .with("columns", columns.names())
        .with("values", columns.values())
        .with("condition", condition)
        .sql();
  }
}
