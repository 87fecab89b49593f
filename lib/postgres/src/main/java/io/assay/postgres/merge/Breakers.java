package io.assay.postgres.merge;

import io.assay.model.Breaker;
import io.assay.model.Breaker.Action;
import io.assay.model.Pipeline;
import io.assay.postgres.Alert;
import io.assay.postgres.TopicOutcome;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The breakers of a pipeline. They count in the ledger, so that what was counted outlives a run,
 * and from the batch after the last alert on, so that each trips by new failures only.
 */
final class Breakers {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private static final String WINDOW =
      """
      with counted as (
        select batch_id, source
        from assay.batch
        where pipeline = ? and source <> 'requeued' and committed_at > clock_timestamp() - make_interval(secs => ?)
          and batch_id > coalesce((select max(batch_id) from assay.alert where pipeline = ? and source = 'breaker' and name = ?), 0)
      )
      select (select coalesce(sum(%s), 0) from %s t join counted using (batch_id)%s),
             (select coalesce(sum(t.raw), 0) from assay.batch_topic t join counted c using (batch_id) where c.source <> 'held')
      """;

  private static final String REJECTED = WINDOW.formatted("t.quarantined", "assay.batch_topic", "");
  private static final String FAILED =
      WINDOW.formatted("t.failed", "assay.batch_rule", " where t.rule = ?");

  private final String pipeline;
  private final List<Breaker> breakers;
  private final AlertRows rows;

  Breakers(Pipeline pipeline) {
    this.pipeline = pipeline.name();
    this.breakers = pipeline.breakers();
    this.rows = new AlertRows(pipeline.name());
  }

  private record Counted(long failed, long records) {}

  /**
   * Raises an alert for each breaker that trips; runs when the batch's rows are in the ledger. A
   * batch without new failures trips none, so nothing is asked then.
   */
  List<Alert> check(
      Transaction transaction, Map<String, TopicOutcome> topics, List<RuleLedger.Failures> failures)
      throws SQLException {
    List<Alert> alerts = new ArrayList<>();
    for (Breaker breaker : breakers) {
      boolean failing =
          breaker
              .rule()
              .map(rule -> failures.stream().anyMatch(each -> each.rule().rule().equals(rule)))
              .orElseGet(() -> topics.values().stream().anyMatch(topic -> topic.quarantined() > 0));
      if (failing) {
        Counted counted = count(transaction, breaker);
        if (trips(breaker, counted)) {
          alerts.add(rows.raise(transaction, alert(breaker, counted), pause(breaker)));
        }
      }
    }
    return alerts;
  }

  private Counted count(Transaction transaction, Breaker breaker) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    parameters.add(pipeline);
    parameters.add(breaker.window().toMillis() / 1000.0);
    parameters.add(pipeline);
    parameters.add(breaker.name());
    breaker.rule().ifPresent(parameters::add);
    return transaction
        .query(
            breaker.rule().isPresent() ? FAILED : REJECTED,
            row -> new Counted(row.getLong(1), row.getLong(2)),
            parameters.toArray())
        .get(0);
  }

  private static boolean trips(Breaker breaker, Counted counted) {
    return counted.records() >= breaker.minRecords()
        && breaker.count().filter(count -> counted.failed() < count).isEmpty()
        && breaker
            .percent()
            .filter(percent -> !isAbove(percent, counted.failed(), counted.records()))
            .isEmpty();
  }

  private static boolean isAbove(BigDecimal percent, long failed, long records) {
    return BigDecimal.valueOf(failed)
            .multiply(HUNDRED)
            .compareTo(percent.multiply(BigDecimal.valueOf(records)))
        > 0;
  }

  private static Alert alert(Breaker breaker, Counted counted) {
    String what = breaker.rule().map("fail "::concat).orElse("are quarantined");
    List<String> bounds = new ArrayList<>();
    breaker.count().ifPresent(count -> bounds.add("%d or more".formatted(count)));
    breaker.percent().ifPresent(part -> bounds.add("above " + part.toPlainString() + " %"));
    return new Alert(
        Alert.Source.BREAKER,
        breaker.name(),
        action(breaker.action()),
        counted.failed(),
        counted.records(),
        "%d of %d records within %s %s: %s"
            .formatted(
                counted.failed(),
                counted.records(),
                shown(breaker.window()),
                what,
                String.join(" and ", bounds)),
        Optional.empty());
  }

  private static Alert.Action action(Action action) {
    if (action instanceof Action.Fail) {
      return Alert.Action.FAIL;
    }
    return action instanceof Action.Pause ? Alert.Action.PAUSE : Alert.Action.ALERT;
  }

  private static Optional<Duration> pause(Breaker breaker) {
    return breaker.action() instanceof Action.Pause pause
        ? Optional.of(pause.length())
        : Optional.empty();
  }

  private static String shown(Duration window) {
    if (window.toSecondsPart() == 0 && window.toMillisPart() == 0) {
      return window.toMinutes() + " minutes";
    }
    return window.toMillis() / 1000.0 + " seconds";
  }
}
