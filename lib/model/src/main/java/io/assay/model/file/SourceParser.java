package io.assay.model.file;

import io.assay.model.Format;
import io.assay.model.Source;
import io.assay.model.Source.NameMatching;
import io.assay.model.Topics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the {@code source} of a pipeline. */
final class SourceParser {
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");

  private SourceParser() {}

  static Optional<Source> parse(Node node) {
    Optional<Topics> topics = topics(node);
    Optional<NameMatching> names =
        node.has("names")
            ? node.choice("names", NameMatching.class)
            : Optional.of(NameMatching.EXACT);
    Optional<Format> format = new FormatParser(names.orElse(NameMatching.EXACT)).value(node);
    Optional<Format> key = key(node);
    return names.flatMap(
        matching ->
            format.flatMap(
                value ->
                    key.map(
                        keyFormat ->
                            new Source(
                                topics.orElse(new Topics.Named(List.of())),
                                value,
                                keyFormat,
                                matching))));
  }

  private static Optional<Format> key(Node node) {
    Optional<Entry> key = node.entry("key");
    return key.isEmpty()
        ? Optional.of(Format.Text.WHOLE)
        : key.flatMap(entry -> entry.node(SourceSections.KEY))
            .flatMap(each -> new FormatParser(NameMatching.EXACT).key(each));
  }

  private static Optional<Topics> topics(Node node) {
    if (!node.has("topic-pattern")) {
      return node.required("topics").map(entry -> new Topics.Named(names(entry)));
    }
    node.refuse(
        List.of("topics"),
        "stands beside topic-pattern",
        "Take one of them out; a pattern may list names: orders|returns.");
    return node.entry("topic-pattern").flatMap(SourceParser::pattern).map(Topics.Matching::new);
  }

  private static List<String> names(Entry entry) {
    List<String> topics = entry.texts();
    for (String topic : topics) {
      if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
        entry.fault(
            topic, "not a topic", "Kafka's topics are of letters, digits, '.', '_' and '-'.");
      }
    }
    return topics;
  }

  /** A regular expression that Java can read. */
  static Optional<String> pattern(Entry entry) {
    Optional<String> pattern = entry.text();
    try {
      pattern.ifPresent(Pattern::compile);
      return pattern;
    } catch (PatternSyntaxException e) {
      entry.fault(
          pattern.get(),
          "not a regular expression: " + e.getDescription().toLowerCase(Locale.ROOT),
          "Correct it at character " + (e.getIndex() + 1) + ".");
      return Optional.empty();
    }
  }

  /** A name as it is compared with others. */
  static String matched(String name, NameMatching names) {
    return names == NameMatching.EXACT
        ? name
        : WHITE_SPACE.matcher(name).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }
}
