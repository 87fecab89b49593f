package io.assay.propose;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names for fields, tables and columns, made from those of the data; no two are the same. */
final class Names {
  private static final int LONGEST = 40;
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern NO_LETTER = Pattern.compile("[^a-z0-9]+");

  /** Words that SQL would not take for names. */
  private static final Set<String> WORDS_OF_SQL =
      Set.of(
          "null",
          "true",
          "false",
          "case",
          "when",
          "then",
          "else",
          "end",
          "not",
          "and",
          "or",
          "in",
          "is",
          "like",
          "between",
          "exists",
          "select",
          "from",
          "where",
          "interval",
          "distinct",
          "cast",
          "on",
          "using",
          "join",
          "left",
          "right",
          "full",
          "inner",
          "cross",
          "natural",
          "union",
          "except",
          "intersect",
          "array",
          "map",
          "struct");

  private final Set<String> taken = new HashSet<>();

  /** A name like the wanted one that nothing here has yet. */
  String claim(String wanted) {
    String name = identifier(wanted);
    String claimed = name;
    for (int i = 2; !taken.add(claimed); i++) {
      claimed = name + "_" + i;
    }
    return claimed;
  }

  /**
   * Lower-case letters, digits and underscores, a letter first: {@code orderStatus:} is {@code
   * order_status}.
   */
  static String identifier(String source) {
    String words = WORD_START.matcher(source).replaceAll("_").toLowerCase(Locale.ROOT);
    String name = NO_LETTER.matcher(words).replaceAll("_").replaceAll("^_+|_+$", "");
    if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
      name = "x_" + name;
    }
    if (name.startsWith("assay_") || WORDS_OF_SQL.contains(name)) {
      name = "the_" + name;
    }
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST).replaceAll("_+$", "");
  }

  /** One of what the name has many of, as far as English spelling tells. */
  static String singular(String name) {
    if (name.length() > 4 && name.endsWith("ies")) {
      return name.substring(0, name.length() - 3) + "y";
    }
    if (name.matches(".*(ss|sh|ch|x|z)es")) {
      return name.substring(0, name.length() - 2);
    }
    boolean plural = name.length() > 3 && name.endsWith("s") && !name.matches(".*(ss|us|is|news)");
    return plural ? name.substring(0, name.length() - 1) : name;
  }
}
