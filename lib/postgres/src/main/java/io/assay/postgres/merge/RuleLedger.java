package io.assay.postgres.merge;

import io.assay.postgres.RuleKey;
import io.assay.postgres.RuleOutcome;
import io.assay.postgres.RuleSample;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** {@code assay.batch_rule}: what the rules of a batch found and cost. */
final class RuleLedger {
  private static final Sql FAILURES =
      Sql.template(
              """
              select coalesce(f.kind, ''), f.rule, f.topic, count(distinct (f.partition, f.record_offset))
              from assay.finding f
              where f.batch_id = ${batch}
              group by f.kind, f.rule, f.topic
              """)
          .sql();

  private static final String WRITE =
      """
      insert into assay.batch_rule (batch_id, kind, rule, failed, micros)
      select b.batch_id, t.* from (select ?::bigint as batch_id) b, unnest(?, ?, ?, ?) t
      """;

  /**
   * How many records of a topic fail a rule.
   *
   * @param records each counts once, however often it fails the rule
   */
  record Failures(RuleKey rule, String topic, long records) {}

  /**
   * What the batch's findings say.
   *
   * @param any whether it has findings at all
   */
  List<Failures> failures(Transaction transaction, boolean any) throws SQLException {
    return any
        ? transaction.query(
            FAILURES,
            row ->
                new Failures(
                    new RuleKey(row.getString(1), row.getString(2)),
                    row.getString(3),
                    row.getLong(4)))
        : List.of();
  }

  /**
   * Writes what is to be said about the rules.
   *
   * @param timed nanoseconds of rules over other rows
   * @param sampled of rules of a record alone
   */
  Map<RuleKey, RuleOutcome> write(
      Transaction transaction,
      List<Failures> failures,
      Map<RuleKey, Long> timed,
      Map<RuleKey, RuleSample> sampled)
      throws SQLException {
    Map<RuleKey, Long> nanos = new TreeMap<>(timed);
    sampled.forEach(
        (rule, sample) -> {
          if (sample.sampled() > 0) {
            nanos.merge(rule, sample.estimatedNanos(), Long::sum);
          }
        });
    Map<RuleKey, RuleOutcome> outcomes = new TreeMap<>();
    nanos.forEach(
        (rule, time) -> outcomes.put(rule, new RuleOutcome(0, OptionalLong.of(time / 1000))));
    for (Failures failed : failures) {
      outcomes.merge(
          failed.rule(),
          new RuleOutcome(failed.records(), OptionalLong.empty()),
          (all, more) -> new RuleOutcome(all.failed() + more.failed(), all.micros()));
    }
    if (!outcomes.isEmpty()) {
      write(transaction, outcomes);
    }
    return outcomes;
  }

  private static void write(Transaction transaction, Map<RuleKey, RuleOutcome> outcomes)
      throws SQLException {
    List<String> kinds = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    List<Long> failed = new ArrayList<>();
    List<Long> micros = new ArrayList<>();
    outcomes.forEach(
        (rule, outcome) -> {
          kinds.add(rule.kind());
          rules.add(rule.rule());
          failed.add(outcome.failed());
          micros.add(outcome.micros().isPresent() ? outcome.micros().getAsLong() : null);
        });
    transaction.update(
        WRITE,
        transaction.batch(),
        transaction.array("text", kinds),
        transaction.array("text", rules),
        transaction.array("int8", failed),
        transaction.array("int8", micros));
  }
}
