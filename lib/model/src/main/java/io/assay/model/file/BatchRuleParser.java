package io.assay.model.file;

import io.assay.model.BatchRule;
import io.assay.model.BatchRule.Expectation;
import io.assay.model.Severity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what must hold for batches. */
final class BatchRuleParser {
  private static final List<String> EXPECTATIONS = List.of("records", "share");

  private final RuleNames rules;
  private final List<String> topics;

  /**
   * A parser for the batch rules of a pipeline.
   *
   * @param rules the rules that its kinds have
   * @param topics empty if they are not known
   */
  BatchRuleParser(RuleNames rules, List<String> topics) {
    this.rules = rules;
    this.topics = topics;
  }

  Optional<BatchRule> parse(Entry entry) {
    Naming.RULE.accepts(entry);
    return entry.node(QualitySections.BATCH_RULE).flatMap(this::parse);
  }

  private Optional<BatchRule> parse(Node node) {
    Severity severity =
        node.entry("severity")
            .flatMap(entry -> entry.choice(List.of("warn", "fail")))
            .map(word -> Severity.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Severity.WARN);
    Optional<Entry> topicEntry = node.entry("topic");
    Optional<String> topic = topicEntry.flatMap(Entry::text);
    if (topic.isPresent() && !topics.isEmpty() && !topics.contains(topic.get())) {
      topicEntry.get().unknown(topic.get(), "no topic of the pipeline", topics);
    }
    List<String> given = EXPECTATIONS.stream().filter(node::has).toList();
    if (given.size() != 1) {
      node.fault(
          given.isEmpty() ? "asks nothing" : "asks for records and for a share",
          "Give exactly one of " + NearMiss.oneOf(EXPECTATIONS) + ".");
      return Optional.empty();
    }
    return expectation(node)
        .map(expectation -> new BatchRule(node.name(), topic, severity, expectation));
  }

  private Optional<? extends Expectation> expectation(Node node) {
    return node.has("records")
        ? node.entry("records")
            .flatMap(entry -> entry.node(QualitySections.BATCH_RECORDS))
            .flatMap(BatchRuleParser::volume)
        : node.entry("share")
            .flatMap(entry -> entry.node(QualitySections.BATCH_SHARE))
            .flatMap(this::share);
  }

  private static Optional<Expectation.Volume> volume(Node node) {
    Optional<Long> min = node.entry("min").flatMap(entry -> Numbers.whole(entry, 1));
    Optional<Long> max = node.entry("max").flatMap(entry -> Numbers.whole(entry, 1));
    if (!node.has("min") && !node.has("max")) {
      node.fault("has neither min nor max", "Give it one of them, such as min = 10.");
      return Optional.empty();
    }
    if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
      node.fault("has a min above its max", "Exchange them.");
    }
    return Optional.of(new Expectation.Volume(min, max));
  }

  private Optional<Expectation.Share> share(Node node) {
    Optional<String> rule = node.entry("rule").flatMap(rules::read);
    Optional<BigDecimal> percent = node.required("max-percent").flatMap(Numbers::percent);
    long least = node.entry("min-records").flatMap(entry -> Numbers.whole(entry, 1)).orElse(1L);
    return percent.map(most -> new Expectation.Share(rule, most, least));
  }
}
