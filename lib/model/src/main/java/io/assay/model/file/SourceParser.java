package io.assay.model.file;

import io.assay.model.Format;
import io.assay.model.Source;
import io.assay.model.Source.NameMatching;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code source} of a pipeline. */
final class SourceParser {
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final List<String> FORMATS = List.of("json", "csv");

  private SourceParser() {}

  static Optional<Source> parse(Node node) {
    List<String> topics = node.required("topics").map(SourceParser::topics).orElse(List.of());
    Optional<String> name = node.required("format").flatMap(entry -> entry.choice(FORMATS));
    Optional<NameMatching> names =
        node.has("names")
            ? node.choice("names", NameMatching.class)
            : Optional.of(NameMatching.EXACT);
    return names.flatMap(
        matching ->
            name.flatMap(format -> format(node, format, matching))
                .map(format -> new Source(topics, format, matching)));
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

  private static Optional<Format> format(Node node, String name, NameMatching names) {
    if (name.equals("json")) {
      node.refuse(List.of("csv"), "not for format = json", "Take it out, or write format = csv.");
      return Optional.of(new Format.Json());
    }
    return node.required("csv")
        .flatMap(entry -> entry.node(PipelineSections.CSV))
        .map(csv -> csv(csv, names));
  }

  private static Format csv(Node node, NameMatching names) {
    List<String> columns =
        node.required("columns").map(entry -> columns(entry, names)).orElse(List.of());
    char delimiter = character(node, "delimiter", ',');
    char quote = character(node, "quote", '"');
    if (delimiter == quote) {
      node.fault("delimiter and quote are the same", "Use two different characters.");
    }
    return new Format.Csv(columns, delimiter, quote);
  }

  private static List<String> columns(Entry entry, NameMatching names) {
    List<String> columns = entry.texts();
    Set<String> before = new HashSet<>();
    for (String column : columns) {
      if (!before.add(matched(column, names))) {
        entry.fault(column, "the same name as another column", "Rename one, or use names = exact.");
      }
    }
    return columns;
  }

  /** A name as it is compared with others. */
  static String matched(String name, NameMatching names) {
    return names == NameMatching.EXACT
        ? name
        : WHITE_SPACE.matcher(name).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
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
