package io.assay.postgres.merge;

import io.assay.model.Rule;
import io.assay.model.Rule.Check.Unique;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * No two records with the same values. Where the columns hold the whole key, a second record with
 * the same values is a duplicate; otherwise another key with the same values is.
 */
final class UniqueRule implements StoredRule {
  private static final String STORED =
      """
      ${insert}from ${staging} s
      where ${upserts} and ${present}${asked}
        and exists (select from ${target} t where ${equal} and ${other}${real})
      """;

  private static final String STAGED =
      """
      with repeated as (
        select ${columns} from ${staging} s where ${upserts} and ${present} group by ${columns} having count(*) > 1
      ),
      member as (
        select s.*, max(s._timestamp) over (partition by ${columns}, s._topic, s._partition order by s._offset) as _settled
        from ${staging} s join repeated on ${is-repeated}
        where ${upserts} and not ${refused}
      ),
      placed as (
        select m.*, ${place}
        from member m
        window class as (partition by ${member-columns} order by m._settled, m._topic collate "C", m._partition, m._offset)
      )
      ${insert}from placed s
      where ${later}${asked}
      """;

  private final KindTable root;
  private final Rule rule;
  private final List<String> columns;
  private final boolean holdsKey;
  private final Sql stored;
  private final Sql staged;

  UniqueRule(KindTable root, Rule rule, Unique unique) {
    this.root = root;
    this.rule = rule;
    this.columns = unique.columns();
    this.holdsKey = columns.containsAll(root.table().key());
    this.stored = storedText();
    this.staged = stagedText();
  }

  @Override
  public long againstStored(Transaction transaction) throws SQLException {
    return transaction.updateInlined(stored);
  }

  @Override
  public long amongStaged(Transaction transaction) throws SQLException {
    return transaction.updateInlined(staged);
  }

  @Override
  public List<Sql> userStatements() {
    return rule.when().isPresent() ? List.of(stored, staged) : List.of();
  }

  @Override
  public Rule rule() {
    return rule;
  }

  private Sql storedText() {
    Version staged = Version.staged("s", 0);
    Version row = Version.stored("t", 0);
    String other =
        holdsKey
            ? "not " + staged.sameRecord(row) + " and " + staged.laterThan(row)
            : differs("s", root.table().key(), "t");
    return Sql.template(STORED)
        .with("insert", insert())
        .with("staging", root.staging())
        .with("upserts", root.upserts("s"))
        .with("present", KindTable.present("s", columns))
        .with("target", root.target())
        .with("asked", asked())
        .with("equal", KindTable.equal("t", columns, "s", columns))
        .with("other", other)
        .with("real", root.stubs() ? " and not t.assay_stub" : "")
        .sql();
  }

  private Sql stagedText() {
    return Sql.template(STAGED)
        .with("insert", insert())
        .with("columns", KindTable.columns("s", columns))
        .with("staging", root.staging())
        .with("upserts", root.upserts("s"))
        .with("present", KindTable.present("s", columns))
        .with("is-repeated", KindTable.equal("repeated", columns, "s", columns))
        .with("refused", WorkTables.refused("s"))
        .with("member-columns", KindTable.columns("m", columns))
        .with("place", holdsKey ? "row_number() over class as _place" : firstKey())
        .with("asked", asked())
        .with("later", holdsKey ? "s._place > 1" : differsFromFirst())
        .sql();
  }

  private String insert() {
    return StoredRule.insertInto(
        root,
        rule,
        "s",
        Identifier.literal(String.join(", ", columns)),
        root.shown("s", columns),
        "another row of " + root.table().name() + " has the same values");
  }

  private String asked() {
    return rule.when()
        .map(condition -> " and (select (" + condition + "\n) from (select s.*) as row)")
        .orElse("");
  }

  private static String differs(String left, List<String> names, String right) {
    return "(%s) is distinct from (%s)"
        .formatted(KindTable.columns(left, names), KindTable.columns(right, names));
  }

  private String firstKey() {
    return root.table().key().stream()
        .map(
            name ->
                "first_value(m.%s) over class as %s"
                    .formatted(Identifier.quote(name), Identifier.quote("_first_" + name)))
        .collect(Collectors.joining(", "));
  }

  private String differsFromFirst() {
    return root.table().key().stream()
        .map(
            name ->
                "s.%s is distinct from s.%s"
                    .formatted(Identifier.quote(name), Identifier.quote("_first_" + name)))
        .collect(Collectors.joining(" or ", "(", ")"));
  }
}
