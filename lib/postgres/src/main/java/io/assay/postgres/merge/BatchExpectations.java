package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.model.BatchRule;
import io.assay.model.BatchRule.Expectation;
import io.assay.model.Pipeline;
import io.assay.model.Severity;
import io.assay.postgres.Alert;
import io.assay.postgres.TopicOutcome;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The batch rules of a pipeline, held against what a batch did. */
final class BatchExpectations {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final String pipeline;
  private final List<BatchRule> rules;
  private final AlertRows rows;

  BatchExpectations(Pipeline pipeline) {
    this.pipeline = pipeline.name();
    this.rules = pipeline.batchRules();
    this.rows = new AlertRows(pipeline.name());
  }

  private record Broken(long failed, long records, String message) {}

  /**
   * Raises an alert for each rule that warns.
   *
   * @throws AssayException (DATA) if a rule of severity {@code fail} does not hold
   */
  List<Alert> check(
      Transaction transaction, Map<String, TopicOutcome> topics, List<RuleLedger.Failures> failures)
      throws SQLException {
    List<Alert> alerts = new ArrayList<>();
    for (BatchRule rule : rules) {
      Optional<Broken> broken = broken(rule, topics, failures);
      if (broken.isPresent()) {
        String message =
            broken.get().message() + rule.topic().map(" of the topic "::concat).orElse("");
        if (rule.severity() == Severity.FAIL) {
          throw new AssayException(
              AssayException.Kind.DATA,
              "Batch refused: the batch rule %s of the pipeline %s does not hold: %s. A rule of severity fail stops the pipeline; nothing of the batch was applied. Look into the source, or change the rule."
                  .formatted(rule.name(), pipeline, message));
        }
        alerts.add(
            rows.raise(
                transaction,
                new Alert(
                    Alert.Source.BATCH_RULE,
                    rule.name(),
                    Alert.Action.ALERT,
                    broken.get().failed(),
                    broken.get().records(),
                    message,
                    Optional.empty()),
                Optional.empty()));
      }
    }
    return alerts;
  }

  private static Optional<Broken> broken(
      BatchRule rule, Map<String, TopicOutcome> topics, List<RuleLedger.Failures> failures) {
    long records = 0;
    long quarantined = 0;
    for (Map.Entry<String, TopicOutcome> topic : topics.entrySet()) {
      if (isAsked(rule, topic.getKey())) {
        records += topic.getValue().raw();
        quarantined += topic.getValue().quarantined();
      }
    }
    if (rule.expectation() instanceof Expectation.Volume volume) {
      return volume(volume, records);
    }
    Expectation.Share share = (Expectation.Share) rule.expectation();
    long failed =
        share
            .rule()
            .map(
                name ->
                    failures.stream()
                        .filter(each -> each.rule().rule().equals(name))
                        .filter(each -> isAsked(rule, each.topic()))
                        .mapToLong(RuleLedger.Failures::records)
                        .sum())
            .orElse(quarantined);
    return share(share, failed, records);
  }

  private static boolean isAsked(BatchRule rule, String topic) {
    return rule.topic().isEmpty() || rule.topic().get().equals(topic);
  }

  private static Optional<Broken> volume(Expectation.Volume volume, long records) {
    if (volume.min().filter(min -> records < min).isPresent()) {
      return Optional.of(
          new Broken(
              0, records, "%d records, fewer than %d".formatted(records, volume.min().get())));
    }
    return volume
        .max()
        .filter(max -> records > max)
        .map(max -> new Broken(0, records, "%d records, more than %d".formatted(records, max)));
  }

  private static Optional<Broken> share(Expectation.Share share, long failed, long records) {
    boolean tooMany =
        records >= share.minRecords()
            && BigDecimal.valueOf(failed)
                    .multiply(HUNDRED)
                    .compareTo(share.maxPercent().multiply(BigDecimal.valueOf(records)))
                > 0;
    return tooMany
        ? Optional.of(
            new Broken(
                failed,
                records,
                "%d of %d records %s, more than %s %%"
                    .formatted(
                        failed,
                        records,
                        share.rule().map("fail "::concat).orElse("are quarantined"),
                        share.maxPercent().toPlainString())))
        : Optional.empty();
  }
}
