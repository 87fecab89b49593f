package io.assay.postgres.schema;

import io.assay.model.ColumnType;
import io.assay.model.Identifiers;
import io.assay.model.Table;
import io.assay.postgres.Identifier;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The check constraint of a column that is an enum, or an array of enums. What a constraint in the
 * database allows is read from its own expression, so that it cannot be something else than what is
 * written beside it.
 *
 * @param column the column
 * @param array whether it holds several symbols
 * @param symbols what it may hold
 */
record SymbolConstraint(String column, boolean array, Set<String> symbols) {
  /** How the names begin; the column's follows. Nobody else gives such names. */
  static final String PREFIX = "assay_symbols_";

  private static final Pattern LIST = Pattern.compile("ARRAY\\[(.*)]", Pattern.DOTALL);
  private static final Pattern SYMBOL = Pattern.compile("'((?:[^']|'')*)'::text(?:, |$)");
  private static final int DIGITS = 8;

  SymbolConstraint {
    symbols = Collections.unmodifiableSet(new LinkedHashSet<>(symbols));
  }

  /** A constraint as it is in the database. */
  record Live(String name, Optional<Set<String>> symbols) {
    /**
     * Reads an expression.
     *
     * @param expression as {@code pg_get_expr} prints it; one that is not of this form allows
     *     nobody knows what
     */
    static Live of(String name, String expression) {
      return new Live(name, SymbolConstraint.read(expression));
    }
  }

  /** The constraint of a column, if it needs one. */
  static Optional<SymbolConstraint> of(Table.Column column) {
    return column
        .type()
        .enumeration()
        .map(
            of ->
                new SymbolConstraint(
                    column.name(), column.type() instanceof ColumnType.Array, of.symbols()));
  }

  /** The same with other symbols. */
  SymbolConstraint allowing(Set<String> others) {
    return new SymbolConstraint(column, array, others);
  }

  /** Its name, which PostgreSQL would cut if it were longer. */
  String name() {
    return name(column);
  }

  /** The name of the constraint of that column. */
  static String name(String column) {
    String name = PREFIX + column;
    return name.length() <= Identifiers.LONGEST
        ? name
        : name.substring(0, Identifiers.LONGEST - DIGITS - 1)
            + "_%08x".formatted(column.hashCode());
  }

  /** What must hold, as a part of {@code create table} or {@code alter table … add}. */
  String definition() {
    return "constraint %s check (%s)"
        .formatted(Identifier.quote(name()), condition(Identifier.quote(column)));
  }

  /**
   * What must hold of a value; null holds, and so does null in an array.
   *
   * @param value an expression of type text, or text[]
   */
  String condition(String value) {
    String list =
        symbols.stream()
            .map(symbol -> Identifier.literal(symbol).strip())
            .collect(Collectors.joining(", ", "array[", "]"));
    return array
        ? "array_remove(%s, null) <@ %s".formatted(value, list)
        : "%s = any (%s)".formatted(value, list);
  }

  private static Optional<Set<String>> read(String expression) {
    Matcher list = LIST.matcher(expression);
    if (!list.find()) {
      return Optional.empty();
    }
    Set<String> symbols = new LinkedHashSet<>();
    Matcher symbol = SYMBOL.matcher(list.group(1));
    int end = 0;
    while (symbol.find() && symbol.start() == end) {
      symbols.add(symbol.group(1).replace("''", "'"));
      end = symbol.end();
    }
    return end == list.group(1).length() ? Optional.of(symbols) : Optional.empty();
  }
}
