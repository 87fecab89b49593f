package io.assay.model.file;

import io.assay.model.Format;
import io.assay.model.Format.ExtraColumns;
import io.assay.model.Source.NameMatching;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the columns and the dialect of delimited text. */
final class CsvParser {
  private final NameMatching names;

  CsvParser(NameMatching names) {
    this.names = names;
  }

  Format parse(Node node) {
    List<String> columns = node.required("columns").map(this::columns).orElse(List.of());
    char delimiter = character(node, "delimiter", ',');
    char quote = character(node, "quote", '"');
    char escape = character(node, "escape", quote);
    if (delimiter == quote) {
      node.fault("delimiter and quote are the same", "Use two different characters.");
    }
    if (escape == delimiter && escape != quote) {
      node.fault("delimiter and escape are the same", "Use two different characters.");
    }
    return new Format.Csv(
        columns,
        delimiter,
        quote,
        escape,
        node.texts("nulls"),
        node.flag("trim").orElse(false),
        node.flag("header").orElse(false),
        node.choice("extra-columns", ExtraColumns.class).orElse(ExtraColumns.REJECT),
        FormatParser.encoding(node));
  }

  private List<String> columns(Entry entry) {
    List<String> columns = entry.texts();
    Set<String> before = new HashSet<>();
    for (String column : columns) {
      if (!before.add(SourceParser.matched(column, names))) {
        entry.fault(column, "the same name as another column", "Rename one, or use names = exact.");
      }
    }
    return columns;
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
