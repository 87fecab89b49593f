package io.assay.propose;

import java.util.List;
import java.util.stream.Collectors;

/** Texts as HOCON writes them. */
final class HoconText {
  private HoconText() {}

  /** As it is where it is a plain word, quoted otherwise. */
  static String word(String text) {
    boolean plain =
        text.matches("[A-Za-z][A-Za-z0-9_-]*")
            && !text.matches("true|false|null|yes|no|on|off|include");
    return plain ? text : quoted(text);
  }

  /** In quotes, with JSON's escapes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default ->
            quoted.append(
                c < ' ' || Character.isSurrogate(c) && !isPair(text, i)
                    ? String.format("\\u%04x", (int) c)
                    : c);
      }
    }
    return quoted.append('"').toString();
  }

  static String list(List<String> words) {
    return words.stream().map(HoconText::word).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Text from the data in a comment: on one line. */
  static String comment(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
