package io.assay.postgres.merge;

import io.assay.model.Rule;
import io.assay.model.Severity;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Some row of a table must, or must not, satisfy the condition that a user wrote over {@code row}
 * and {@code stored}. A stored row that the record itself brought does not count. A finding shows
 * the key of the row.
 */
final class ConditionRule implements StoredRule {
  private static final String STORED =
      """
      ${insert}from ${staging} as row
      where ${upserts}${asked}
        and ${wanted} (select from ${target} as stored where (${where}
        )${other})
      """;

  /**
   * The staged records in an order that agrees with offsets and, as far as they allow, with
   * timestamps.
   */
  private static final String PLACED =
      """
      with settled as (
        select s.*, max(s._timestamp) over (partition by s._topic, s._partition order by s._offset) as _settled
        from ${staging} s
        where ${upserts} and not ${refused}
      ),
      placed as materialized (
        select s.*, row_number() over (order by s._settled, s._topic collate "C", s._partition, s._offset) as _place
        from settled s
      )
      """;

  private static final String LATER =
      PLACED
          + """
          ${insert}from placed as row
          where exists (select from placed as stored where stored._place < row._place and (${where}
          ))${asked}
          """;

  private static final String CONFLICTS =
      PLACED
          + """
          select row._place, stored._place, row._topic, row._partition, row._offset
          from placed as row join placed as stored on stored._place < row._place and (${where}
          )${asked}
          order by row._place
          """;

  private final KindTable root;
  private final Rule rule;
  private final String table;
  private final String where;
  private final boolean absent;
  private final Sql stored;
  private final Optional<Sql> staged;

  /**
   * A rule with a condition.
   *
   * @param table the table that is looked into
   * @param target the same, qualified
   * @param absent whether no row may satisfy it, rather than some row must
   */
  ConditionRule(
      KindTable root, Rule rule, String table, String target, String where, boolean absent) {
    this.root = root;
    this.rule = rule;
    this.table = table;
    this.where = where;
    this.absent = absent;
    this.stored = storedText(target);
    this.staged =
        absent && table.equals(root.table().name()) ? Optional.of(stagedText()) : Optional.empty();
  }

  @Override
  public long againstStored(Transaction transaction) throws SQLException {
    return transaction.updateInlined(stored);
  }

  @Override
  public long amongStaged(Transaction transaction) throws SQLException {
    if (staged.isEmpty()) {
      return 0;
    }
    return rule.severity() == Severity.REJECT
        ? refuse(transaction)
        : transaction.updateInlined(staged.get());
  }

  @Override
  public List<Sql> userStatements() {
    List<Sql> statements = new ArrayList<>(List.of(stored));
    staged.ifPresent(statements::add);
    return statements;
  }

  @Override
  public Rule rule() {
    return rule;
  }

  /**
   * A record is refused by an earlier one that is not refused itself, so they are taken in order.
   */
  private long refuse(Transaction transaction) throws SQLException {
    Set<Long> refused = new HashSet<>();
    List<String> topics = new ArrayList<>();
    List<Integer> partitions = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    transaction.forEachInlined(
        staged.orElseThrow(),
        row -> {
          if (!refused.contains(row.getLong(2)) && refused.add(row.getLong(1))) {
            topics.add(row.getString(3));
            partitions.add(row.getInt(4));
            offsets.add(row.getLong(5));
          }
        });
    if (topics.isEmpty()) {
      return 0;
    }
    return transaction.update(
        insert("s")
            + """
            from %s s join unnest(?, ?, ?) as later (topic, partition, record_offset) on %s
            """
                .formatted(root.staging(), WorkTables.sameRecord("later", "s")),
        transaction.array("text", topics),
        transaction.array("int4", partitions),
        transaction.array("int8", offsets));
  }

  private Sql storedText(String target) {
    Version row = Version.staged("row", 0);
    return Sql.template(STORED)
        .with("insert", insert("row"))
        .with("staging", root.staging())
        .with("upserts", root.upserts("row"))
        .with("wanted", absent ? "exists" : "not exists")
        .with("target", target)
        .with("where", where)
        .with("asked", asked())
        .with("other", absent ? " and not " + Version.stored("stored", 0).sameRecord(row) : "")
        .sql();
  }

  private Sql stagedText() {
    return Sql.template(rule.severity() == Severity.REJECT ? CONFLICTS : LATER)
        .with("staging", root.staging())
        .with("upserts", root.upserts("s"))
        .with("refused", WorkTables.refused("s"))
        .with("insert", insert("row"))
        .with("where", where)
        .with("asked", asked())
        .sql();
  }

  private String asked() {
    return rule.when().map(condition -> " and (" + condition + "\n)").orElse("");
  }

  private String insert(String alias) {
    String message = (absent ? "a row of " : "no row of ") + table + " satisfies the condition";
    return StoredRule.insertInto(
        root,
        rule,
        alias,
        Identifier.literal(String.join(", ", root.table().key())),
        root.shown(alias, root.table().key()),
        message);
  }
}
