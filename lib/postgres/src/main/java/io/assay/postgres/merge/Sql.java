package io.assay.postgres.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one statement of the batch's transaction. Two values change from batch to batch and
 * are left open: {@link #ATTEMPTS} and {@link #BATCH}.
 */
final class Sql {
  /** The task attempts whose rows count, as {@code bigint[]}. */
  static final String ATTEMPTS = "${attempts}";

  /** The ledger's number of the batch, as {@code bigint}. */
  static final String BATCH = "${batch}";

  private static final Pattern OPEN = Pattern.compile("\\$\\{([a-z-]+)}");

  private final String text;

  private Sql(String text) {
    this.text = text;
  }

  /** Starts from a text in which {@code ${name}} stands for a fragment that follows. */
  static Template template(String text) {
    return new Template(text);
  }

  /** With question marks for the open values. */
  String prepared() {
    return OPEN.matcher(text).replaceAll("?");
  }

  /** The open values, in the order of the question marks. */
  List<String> parameters() {
    List<String> names = new ArrayList<>();
    Matcher open = OPEN.matcher(text);
    while (open.find()) {
      names.add(open.group());
    }
    return names;
  }

  /**
   * With the values written out, for texts by users, in which a question mark may be an operator.
   */
  String inlined(String attempts, long batch) {
    return text.replace(ATTEMPTS, "'" + attempts + "'::bigint[]")
        .replace(BATCH, batch + "::bigint");
  }

  @Override
  public String toString() {
    return text;
  }

  /** A text with fragments to be filled in. */
  static final class Template {
    private final String text;
    private final Map<String, String> fragments = new LinkedHashMap<>();

    private Template(String text) {
      this.text = text;
      fragments.put("attempts", ATTEMPTS);
      fragments.put("batch", BATCH);
    }

    Template with(String name, String fragment) {
      fragments.put(name, fragment);
      return this;
    }

    Sql sql() {
      Matcher open = OPEN.matcher(text);
      StringBuilder filled = new StringBuilder();
      while (open.find()) {
        String fragment = fragments.get(open.group(1));
        if (fragment == null) {
          throw new IllegalStateException(
              "Nothing to fill in for " + open.group() + " in:\n" + text);
        }
        open.appendReplacement(filled, Matcher.quoteReplacement(fragment));
      }
      return new Sql(open.appendTail(filled).toString());
    }
  }
}
