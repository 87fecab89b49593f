package io.assay.model.file;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a Spark SQL expression that can be columns: neither in quotes, nor called as a
 * function, nor a member of something. Some may be none (a type, a keyword); none that is a column
 * is left out.
 */
final class SqlNames {
  private static final Pattern QUOTED =
      Pattern.compile("'(?:[^'\\\\]|\\\\.|'')*'|\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.`])(?:`([^`]+)`|([A-Za-z_]\\w*))(?!\\w| *\\()");

  private SqlNames() {}

  static Set<String> in(String sql) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = NAME.matcher(QUOTED.matcher(sql).replaceAll("''"));
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      names.add(name.toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
