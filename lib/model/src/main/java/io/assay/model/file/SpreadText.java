package io.assay.model.file;

import io.assay.model.file.KeyTracker.Intent;
import io.assay.model.file.KeyTracker.Repeated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HOCON text with every key and every list element on a line of its own, and the way back to the
 * lines as they were written. HOCON objects have no order, but every value knows its line: so what
 * stands on one line is still found in the order in which it was written.
 */
final class SpreadText {
  private static final String TRIPLE = "\"\"\"";

  private final String source;
  private final StringBuilder spread = new StringBuilder();
  private final List<Integer> lines = new ArrayList<>(List.of(1));
  private final List<Needed> needed = new ArrayList<>();
  private final KeyTracker keys = new KeyTracker();
  private int at;
  private int line = 1;
  private int item;

  /**
   * A {@code ${path}} that must have a value.
   *
   * @param path what stands between the braces
   * @param line where, as written
   */
  record Needed(String path, int line) {}

  SpreadText(String source) {
    this.source = source;
    while (at < source.length()) {
      step();
    }
  }

  /** The same HOCON on more lines. */
  String text() {
    return spread.toString();
  }

  /** The line, as written, of a line of {@link #text()}; 0 for none. */
  int written(int spreadLine) {
    if (spreadLine < 1) {
      return 0;
    }
    return spreadLine > lines.size() ? line : lines.get(spreadLine - 1);
  }

  /** The first line, as written, that contains a text; 0 if none does. */
  int lineOf(String text) {
    int found = source.indexOf(text);
    return found < 0
        ? 0
        : 1 + (int) source.substring(0, found).chars().filter(c -> c == '\n').count();
  }

  /** Every {@code ${path}} that is not optional. */
  List<Needed> needed() {
    return List.copyOf(needed);
  }

  /** Keys that stand twice in one group. */
  List<Repeated> repeated() {
    return keys.repeated();
  }

  /** The line of a brace or bracket that is never closed. */
  Optional<Integer> unclosed() {
    return keys.unclosed();
  }

  private void step() {
    char next = source.charAt(at);
    if (source.startsWith(TRIPLE, at)) {
      copy(endOfTripleQuoted());
    } else if (next == '"') {
      copy(endOfQuoted());
    } else if (next == '#' || source.startsWith("//", at)) {
      copy(endOr(source.indexOf('\n', at)));
    } else if (source.startsWith("${", at)) {
      reference();
    } else {
      punctuation(next);
    }
  }

  private void punctuation(char mark) {
    if (mark == '=' || mark == ':' || mark == '{') {
      keys.key(before(), line, intent(mark));
    }
    copy(at + 1);
    switch (mark) {
      case '{', '[' -> {
        keys.open(line);
        breakLine();
      }
      case '}', ']' -> {
        keys.close();
        item = spread.length();
      }
      case ',' -> {
        keys.separate();
        breakLine();
      }
      case '\n' -> {
        keys.separate();
        item = spread.length();
      }
      default -> {}
    }
  }

  /** What stands before this place and behind the last separator. */
  private String before() {
    return spread.substring(item).replaceFirst("\\+$", "").strip();
  }

  private Intent intent(char mark) {
    boolean refers = source.substring(at + 1).stripLeading().startsWith("${");
    boolean appends = at > 0 && source.charAt(at - 1) == '+';
    return mark != '{' && (refers || appends) ? Intent.REPLACE : Intent.DEFINE;
  }

  private void breakLine() {
    spread.append('\n');
    lines.add(line);
    item = spread.length();
  }

  private void reference() {
    int end = endOr(source.indexOf('}', at));
    String inside = source.substring(at + 2, end);
    if (!inside.startsWith("?")) {
      needed.add(new Needed(inside.strip(), line));
    }
    copy(end + 1);
  }

  private int endOfTripleQuoted() {
    int end = source.indexOf(TRIPLE, at + TRIPLE.length());
    if (end < 0) {
      return source.length();
    }
    end += TRIPLE.length();
    while (end < source.length() && source.charAt(end) == '"') {
      end++;
    }
    return end;
  }

  private int endOfQuoted() {
    for (int end = at + 1; end < source.length(); end++) {
      char next = source.charAt(end);
      if (next == '\\') {
        end++;
      } else if (next == '"') {
        return end + 1;
      } else if (next == '\n') {
        return end;
      }
    }
    return source.length();
  }

  private int endOr(int end) {
    return end < 0 ? source.length() : end;
  }

  private void copy(int end) {
    int stop = Math.min(end, source.length());
    for (; at < stop; at++) {
      spread.append(source.charAt(at));
      if (source.charAt(at) == '\n') {
        line++;
        lines.add(line);
      }
    }
  }
}
