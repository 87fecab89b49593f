package io.assay.model.file;

import io.assay.model.Format;
import io.assay.model.Source;
import io.assay.model.Source.NameMatching;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code source} of a pipeline. */
final class SourceParser {
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final List<String> FORMATS = List.of("json", "csv");

  private SourceParser() {}

  static Optional<Source> parse(Node node) {
    List<String> topics = node.required("topics").map(SourceParser::topics).orElse(List.of());
    Optional<String> name = node.required("format").flatMap(entry -> entry.choice(FORMATS));
    Optional<NameMatching> names =
        node.has("names")
            ? node.choice("names", NameMatching.class)
            : Optional.of(NameMatching.EXACT);
    return name.flatMap(format -> format(node, format))
        .flatMap(format -> names.map(matching -> new Source(topics, format, matching)));
  }

  private static List<String> topics(Entry entry) {
    List<String> topics = entry.texts();
    for (String topic : topics) {
      if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
        entry.fault(
            topic, "not a topic", "Kafka's topics are of letters, digits, '.', '_' and '-'.");
      }
    }
    return topics;
  }

  private static Optional<Format> format(Node node, String name) {
    if (name.equals("json")) {
      node.refuse(List.of("csv"), "not for format = json", "Take it out, or write format = csv.");
      return Optional.of(new Format.Json());
    }
    return node.required("csv")
        .flatMap(entry -> entry.node(PipelineSections.CSV))
        .map(SourceParser::csv);
  }

  private static Format csv(Node node) {
    List<String> columns = node.required("columns").map(Entry::texts).orElse(List.of());
    char delimiter = character(node, "delimiter", ',');
    char quote = character(node, "quote", '"');
    if (delimiter == quote) {
      node.fault("delimiter and quote are the same", "Use two different characters.");
    }
    return new Format.Csv(columns, delimiter, quote);
  }

  private static char character(Node node, String key, char fallback) {
    Optional<Entry> entry = node.entry(key);
    Optional<String> text = entry.flatMap(each -> each.scalar("a character"));
    if (text.isPresent() && (text.get().length() != 1 || "\r\n".contains(text.get()))) {
      entry.get().fault(text.get(), "not one character", "Write one, such as \",\" or \"\\t\".");
      return fallback;
    }
    return text.map(each -> each.charAt(0)).orElse(fallback);
  }
}
