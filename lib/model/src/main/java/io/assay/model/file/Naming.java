package io.assay.model.file;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the names in a file look like. Those of tables and columns leave PostgreSQL room for what is
 * derived from them.
 */
enum Naming {
  PIPELINE("[a-z][a-z0-9-]*", 40, "lower-case letters, digits and hyphens"),
  KIND("[a-z][a-z0-9_]*", 40, "lower-case letters, digits and underscores"),
  FIELD("[a-z][a-z0-9_]*", 63, "lower-case letters, digits and underscores"),
  RULE("[a-z][a-z0-9-]*", 60, "lower-case letters, digits and hyphens"),
  TABLE("[a-z][a-z0-9_]*", 48, "lower-case letters, digits and underscores"),
  COLUMN("[a-z][a-z0-9_]*", 63, "lower-case letters, digits and underscores"),
  REFERENCE("[a-z][a-z0-9_]*", 40, "lower-case letters, digits and underscores"),
  SCHEMA("[a-z][a-z0-9_]*", 63, "lower-case letters, digits and underscores");

  private final Pattern syntax;
  private final int longest;
  private final String letters;

  Naming(String syntax, int longest, String letters) {
    this.syntax = Pattern.compile(syntax);
    this.longest = longest;
    this.letters = letters;
  }

  /** Whether the last part of the entry's key is such a name; if not, that is a fault. */
  boolean accepts(Entry entry) {
    if (isName(entry.name())) {
      return true;
    }
    entry.fault("not a name", remedy());
    return false;
  }

  /** The entry's text, if it is such a name; if not, that is a fault. */
  Optional<String> read(Entry entry) {
    Optional<String> text = entry.text();
    if (text.isPresent() && !isName(text.get())) {
      entry.fault(text.get(), "not a name", remedy());
      return Optional.empty();
    }
    return text;
  }

  private boolean isName(String text) {
    return text.length() <= longest && syntax.matcher(text).matches();
  }

  private String remedy() {
    return "Use " + letters + ", a letter first, at most " + longest + " characters.";
  }
}
