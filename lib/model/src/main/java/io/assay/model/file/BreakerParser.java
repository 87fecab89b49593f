package io.assay.model.file;

import io.assay.model.Breaker;
import io.assay.model.Breaker.Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads breakers. */
final class BreakerParser {
  private static final List<String> ACTIONS = List.of("fail", "pause", "alert");
  private static final long LEAST_FOR_PERCENT = 100;

  private final RuleNames rules;

  BreakerParser(RuleNames rules) {
    this.rules = rules;
  }

  Optional<Breaker> parse(Entry entry) {
    Naming.RULE.accepts(entry);
    return entry.node(QualitySections.BREAKER).flatMap(this::parse);
  }

  private Optional<Breaker> parse(Node node) {
    Optional<String> rule = node.entry("rule").flatMap(rules::read);
    Optional<Long> count = node.entry("count").flatMap(entry -> Numbers.whole(entry, 1));
    Optional<BigDecimal> percent = node.entry("percent").flatMap(Numbers::percent);
    if (!node.has("count") && !node.has("percent")) {
      node.fault("never trips", "Give it count or percent, such as percent = 20.");
    }
    Optional<Duration> window = node.required("window").flatMap(Entry::duration);
    long least =
        node.entry("min-records")
            .flatMap(entry -> Numbers.whole(entry, 1))
            .orElse(percent.isPresent() ? LEAST_FOR_PERCENT : 1L);
    Optional<Action> action = action(node);
    return window.flatMap(
        length ->
            action.map(
                each -> new Breaker(node.name(), rule, count, percent, length, least, each)));
  }

  private static Optional<Action> action(Node node) {
    Optional<Entry> given = node.entry("action");
    String word = given.flatMap(entry -> entry.choice(ACTIONS)).orElse("fail");
    if (word.equals("pause")) {
      return node.required("pause").flatMap(Entry::duration).map(Action.Pause::new);
    }
    node.refuse(List.of("pause"), "only with action = pause", "Take it out.");
    return Optional.of(word.equals("alert") ? new Action.Alert() : new Action.Fail());
  }
}
