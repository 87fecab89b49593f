package io.assay.propose;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Names for fields, tables and columns, made from those of the data; no two are the same. */
final class Names {
  private static final int LONGEST = 60;
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern NO_LETTER = Pattern.compile("[^a-z0-9]+");

  /** Words that Spark's or PostgreSQL's SQL would not take for names. */
  private static final Set<String> WORDS_OF_SQL =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric between both case cast check collate"
                  + " column constraint create cross current_catalog current_date current_role"
                  + " current_schema current_time current_timestamp current_user default deferrable"
                  + " desc distinct do else end except exists false fetch for foreign from full grant"
                  + " group having in initially inner intersect interval into is join lateral leading"
                  + " left like limit localtime localtimestamp map natural not null off offset on"
                  + " only or order outer placing primary references returning right select"
                  + " session_user some struct symmetric table then to trailing true union unique"
                  + " user using values variadic when where window with")
              .split(" "));

  /** What the rules of English do not tell. */
  private static final Map<String, String> SINGULARS =
      Map.ofEntries(
          Map.entry("people", "person"),
          Map.entry("children", "child"),
          Map.entry("men", "man"),
          Map.entry("women", "woman"),
          Map.entry("movies", "movie"),
          Map.entry("cookies", "cookie"),
          Map.entry("heroes", "hero"),
          Map.entry("calories", "calorie"),
          Map.entry("series", "series"),
          Map.entry("species", "species"),
          Map.entry("indices", "index"),
          Map.entry("vertices", "vertex"),
          Map.entry("matrices", "matrix"),
          Map.entry("caches", "cache"),
          Map.entry("aliases", "alias"),
          Map.entry("quizzes", "quiz"),
          Map.entry("leaves", "leaf"),
          Map.entry("lens", "lens"),
          Map.entry("gas", "gas"));

  private final int longest;
  private final Set<String> taken = new HashSet<>();

  Names() {
    this(LONGEST);
  }

  /** Names of at most so many characters. */
  Names(int longest) {
    this.longest = longest;
  }

  /** A name like the wanted one that nothing here has yet. */
  String claim(String wanted) {
    String name = free(identifier(wanted));
    String claimed = cut(name, longest);
    for (int i = 2; !taken.add(claimed); i++) {
      String suffix = "_" + i;
      claimed = cut(name, longest - suffix.length()) + suffix;
    }
    return claimed;
  }

  /** The first of the wanted names that nothing here has yet, or one like the last of them. */
  String claimFirst(List<String> wanted) {
    for (String each : wanted) {
      String name = cut(free(identifier(each)), longest);
      if (!taken.contains(name)) {
        return claim(each);
      }
    }
    return claim(wanted.get(wanted.size() - 1));
  }

  /**
   * Lower-case letters, digits and underscores, a letter first: {@code orderStatus:} is {@code
   * order_status}.
   */
  static String identifier(String source) {
    String words = WORD_START.matcher(source).replaceAll("_").toLowerCase(Locale.ROOT);
    String name = NO_LETTER.matcher(words).replaceAll("_").replaceAll("^_+|_+$", "");
    return name.isEmpty() || !Character.isLetter(name.charAt(0)) ? "x_" + name : name;
  }

  /** Whether SQL has another meaning for it. */
  static boolean isWordOfSql(String name) {
    return WORDS_OF_SQL.contains(name);
  }

  /** One of what the name has many of, as far as English spelling tells. */
  static String singular(String name) {
    int word = name.lastIndexOf('_') + 1;
    return name.substring(0, word) + singularOfWord(name.substring(word));
  }

  /** Many of what the name has one of, by the simplest rule. */
  static String plural(String name) {
    return name.endsWith("s") || name.endsWith("x") || name.endsWith("sh") || name.endsWith("ch")
        ? name + "es"
        : name + "s";
  }

  private static String singularOfWord(String name) {
    String known = SINGULARS.get(name);
    if (known != null) {
      return known;
    }
    if (name.length() > 4 && name.endsWith("ies")) {
      return name.substring(0, name.length() - 3) + "y";
    }
    if (name.matches(".*(ss|sh|ch|x|us)es")) {
      return name.substring(0, name.length() - 2);
    }
    boolean plural = name.length() > 3 && name.endsWith("s") && !name.matches(".*(ss|us|is|news)");
    return plural ? name.substring(0, name.length() - 1) : name;
  }

  private static String free(String name) {
    return name.startsWith("assay_") || isWordOfSql(name) ? "the_" + name : name;
  }

  private static String cut(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length).replaceAll("_+$", "");
  }
}
