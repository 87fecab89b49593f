package io.assay.propose;

import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;

/** A regular expression for codes of one form, such as {@code SF[0-9]{2}}. */
final class TextPattern {
  private static final int LONGEST = 40;
  private static final int FEWEST = 5;

  private TextPattern() {}

  /**
   * The pattern that all texts have, if they are of one length and letters and digits stand at the
   * same places.
   */
  static Optional<String> of(Collection<String> texts) {
    Iterator<String> all = texts.iterator();
    String first = all.next();
    if (texts.size() < FEWEST || first.length() < 2 || first.length() > LONGEST) {
      return Optional.empty();
    }
    String[] classes = new String[first.length()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = literal(first.charAt(i));
    }
    boolean digits = false;
    while (all.hasNext()) {
      String text = all.next();
      if (text.length() != classes.length) {
        return Optional.empty();
      }
      for (int i = 0; i < classes.length; i++) {
        classes[i] = joined(classes[i], text.charAt(i));
        if (classes[i] == null) {
          return Optional.empty();
        }
        digits |= classes[i].equals("[0-9]");
      }
    }
    return digits ? Optional.of(counted(classes)) : Optional.empty();
  }

  private static String joined(String before, char next) {
    if (before.equals(literal(next)) || before.equals(sort(next))) {
      return before;
    }
    boolean sameSort =
        before.length() <= 2 && sort(before.charAt(before.length() - 1)).equals(sort(next));
    return sameSort && !sort(next).isEmpty() ? sort(next) : null;
  }

  private static String sort(char c) {
    if (c >= '0' && c <= '9') {
      return "[0-9]";
    }
    if (c >= 'a' && c <= 'z') {
      return "[a-z]";
    }
    return c >= 'A' && c <= 'Z' ? "[A-Z]" : "";
  }

  private static String literal(char c) {
    return Character.isLetterOrDigit(c) || " _-:/@#".indexOf(c) >= 0 ? String.valueOf(c) : "\\" + c;
  }

  private static String counted(String[] classes) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < classes.length; ) {
      int end = i;
      while (end < classes.length && classes[end].equals(classes[i])) {
        end++;
      }
      boolean repeat = classes[i].startsWith("[") && end - i > 1;
      pattern.append(repeat ? classes[i] + "{" + (end - i) + "}" : classes[i].repeat(end - i));
      i = end;
    }
    return pattern.toString();
  }
}
