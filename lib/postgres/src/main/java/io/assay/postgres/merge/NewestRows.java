package io.assay.postgres.merge;

import io.assay.model.Table.Keep;

/**
 * Selects, from the staged rows of a table, the one version of each key that stays. In one
 * partition the offset decides, between partitions the timestamp; hence two steps.
 */
final class NewestRows {
  private static final String TEXT =
      """
      select distinct on (${outer-keys}) v.*
      from (
        select distinct on (${inner-keys}, s._topic, s._partition) s.*${flag}
        from ${staging} s${join}
        where ${condition}
        order by ${inner-keys}, s._topic, s._partition, ${flag-order}${inner-sequence}s._offset ${direction}${element}
      ) v
      order by ${outer-keys}, ${flag-order}${outer-sequence}v._timestamp ${direction}, v._topic collate "C" ${direction}, v._partition ${direction}""";

  private NewestRows() {}

  /** The versions that stay, among the rows (alias {@code s}) that satisfy the condition. */
  static String upserts(KindTable table, String condition) {
    return template(table, table.sequenced(), table.table().keep() == Keep.FIRST)
        .with("condition", condition)
        .with("join", "")
        .with("flag", "")
        .with("flag-order", "")
        .sql()
        .toString();
  }

  /**
   * The same where {@code removal} holds the newest deletion of each key: versions that survive it
   * come first, and the column {@code _survives} tells them.
   */
  static String upsertsAround(KindTable table, String condition) {
    String survives =
        ", (removal._offset is null or "
            + table.stagedVersion("s").laterThan(Version.staged("removal", false))
            + ") as _survives, (removal._offset is not null) as _removed";
    return template(table, table.sequenced(), table.table().keep() == Keep.FIRST)
        .with("condition", condition)
        .with("join", " left join removal on " + table.sameKey("removal", "s"))
        .with("flag", survives)
        .with("flag-order", "_survives desc, ")
        .sql()
        .toString();
  }

  /** The newest deletion of each key, in Kafka order. */
  static String removals(KindTable table) {
    return template(table, false, false)
        .with(
            "condition",
            KindTable.ofBatch("s") + " and s._operation = 1 and not " + WorkTables.refused("s"))
        .with("join", "")
        .with("flag", "")
        .with("flag-order", "")
        .sql()
        .toString();
  }

  private static Sql.Template template(KindTable table, boolean sequenced, boolean first) {
    String sequence = first ? "._sequence asc nulls first, " : "._sequence desc nulls last, ";
    return Sql.template(TEXT)
        .with("outer-keys", table.keys("v"))
        .with("inner-keys", table.keys("s"))
        .with("staging", table.staging())
        .with("direction", first ? "asc" : "desc")
        .with("element", table.several() ? ", s._element " + (first ? "asc" : "desc") : "")
        .with("inner-sequence", sequenced ? "s" + sequence : "")
        .with("outer-sequence", sequenced ? "v" + sequence : "");
  }
}
