package io.assay.postgres.merge;

import io.assay.model.Table.Keep;
import java.util.stream.Collectors;

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

  /** The deletions of a batch; one of all rows becomes one of each key that the batch has. */
  private static final String WITH_TRUNCATIONS =
      """
      (
        select ${keys}, ${version} from ${staging} s where ${of-batch} and s._operation = 1 and not ${refused}
        union all
        select ${all-keys}, ${version}
        from ${staging} s cross join (select distinct ${keys} from ${staging} s where ${of-batch} and s._operation < 2) k
        where ${of-batch} and s._operation = 2 and not ${refused}
      )""";

  private NewestRows() {}

  /** The versions that stay, among the rows (alias {@code s}) that satisfy the condition. */
  static String upserts(KindTable table, String condition) {
    return template(table, table.table().keep() == Keep.FIRST)
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
            + table.stagedVersion("s").outlives(table.stagedVersion("removal"))
            + ") as _survives, (removal._offset is not null) as _removed";
    return template(table, table.table().keep() == Keep.FIRST)
        .with("condition", condition)
        .with("join", " left join removal on " + table.sameKey("removal", "s"))
        .with("flag", survives)
        .with("flag-order", "_survives desc, ")
        .sql()
        .toString();
  }

  /** The newest deletion of each key; those without a sequence come last. */
  static String removals(KindTable table) {
    String condition =
        KindTable.ofBatch("s") + " and s._operation = 1 and not " + WorkTables.refused("s");
    return removals(table, table.staging(), condition);
  }

  /** The same where the batch also has deletions of all rows. */
  static String removalsAndTruncations(KindTable table) {
    Version version = table.stagedVersion("s");
    String columns =
        "s._topic, s._partition, s._offset, s._timestamp"
            + version.sequence().stream().map(field -> ", " + field).collect(Collectors.joining());
    String all =
        Sql.template(WITH_TRUNCATIONS)
            .with("keys", table.keys("s"))
            .with("all-keys", table.keys("k"))
            .with("version", columns)
            .with("staging", table.staging())
            .with("of-batch", KindTable.ofBatch("s"))
            .with("refused", WorkTables.refused("s"))
            .sql()
            .toString();
    return removals(table, all, "true");
  }

  private static String removals(KindTable table, String staging, String condition) {
    return template(table, false)
        .with("staging", staging)
        .with("condition", condition)
        .with("join", "")
        .with("flag", "")
        .with("flag-order", "")
        .with("element", "")
        .sql()
        .toString();
  }

  private static Sql.Template template(KindTable table, boolean first) {
    return Sql.template(TEXT)
        .with("outer-keys", table.keys("v"))
        .with("inner-keys", table.keys("s"))
        .with("staging", table.staging())
        .with("direction", first ? "asc" : "desc")
        .with("element", table.several() ? ", s._element " + (first ? "asc" : "desc") : "")
        .with("inner-sequence", sequence(table.stagedVersion("s"), first))
        .with("outer-sequence", sequence(table.stagedVersion("v"), first));
  }

  private static String sequence(Version version, boolean first) {
    return version.sequence().stream()
        .map(field -> field + (first ? " asc nulls first, " : " desc nulls last, "))
        .collect(Collectors.joining());
  }
}
