package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the values of an enum may be. */
final class EnumSymbols {
  private static final String KEY = "symbols";

  private EnumSymbols() {}

  /**
   * The type with its symbols; an enum without any if none are given. For other types they are a
   * fault.
   */
  static ColumnType read(Node node, ColumnType type) {
    if (type.enumeration().isEmpty()) {
      refuse(node);
      return type;
    }
    return of(type, node.entry(KEY).map(EnumSymbols::symbols).orElse(Set.of()));
  }

  /** The type with its symbols; for an enum they have to be given. */
  static Optional<ColumnType> required(Node node, ColumnType type) {
    if (type.enumeration().isPresent() && node.required(KEY).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(read(node, type));
  }

  /** Symbols are a fault. */
  static void refuse(Node node) {
    node.refuse(List.of(KEY), "only for enum", "Take it out, or change the type.");
  }

  /** An enum, or an array of enums, with other symbols. */
  static ColumnType of(ColumnType type, Set<String> symbols) {
    Enumeration enumeration = new Enumeration(symbols);
    return type instanceof ColumnType.Array ? new ColumnType.Array(enumeration) : enumeration;
  }

  private static Set<String> symbols(Entry entry) {
    List<String> symbols = entry.texts();
    for (String symbol : symbols) {
      if (symbol.isBlank() || !symbol.strip().equals(symbol) || symbol.indexOf('\0') >= 0) {
        entry.fault(
            "'" + symbol + "'",
            "a value that is never read: blank text is null, and white space around text is taken"
                + " off",
            "Take the white space out.");
      }
    }
    return new LinkedHashSet<>(symbols);
  }
}
