package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Decimal;
import io.assay.model.ColumnType.Enumeration;
import io.assay.model.ColumnType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of fields and columns, as files name them. */
final class TypeName {
  private static final int LARGEST_PRECISION = 38;

  /** An array of objects; not for columns. */
  static final String LIST = "list";

  /** An object whose members have names that are data; not for columns. */
  static final String MAP = "map";

  /** One of several texts, which stand beside it; read without them. */
  static final String ENUM = "enum";

  private static final String ARRAY = "[]";
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\( *([0-9]{1,2}) *, *([0-9]{1,2}) *\\)");

  private TypeName() {}

  /** The type that an entry names; a fault if it names none. */
  static Optional<ColumnType> read(Entry entry) {
    Optional<String> text = entry.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<ColumnType> type = of(text.get());
    if (type.isEmpty()) {
      entry.unknown(text.get(), "no such type", names());
    }
    return type;
  }

  /** The type of a text, if it is one. */
  static Optional<ColumnType> of(String text) {
    return text.endsWith(ARRAY)
        ? parse(text.substring(0, text.length() - ARRAY.length())).map(ColumnType.Array::new)
        : parse(text);
  }

  /** The name of a type. */
  static String of(ColumnType type) {
    if (type instanceof Decimal decimal) {
      return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
    }
    if (type instanceof ColumnType.Array array) {
      return of(array.element()) + ARRAY;
    }
    if (type instanceof ColumnType.Nested nested) {
      return nested.isMap() ? MAP : LIST;
    }
    if (type instanceof Enumeration) {
      return ENUM;
    }
    return ((Simple) type).name().toLowerCase(Locale.ROOT);
  }

  /** The name of a type, with the symbols of an enum, for people. */
  static String described(ColumnType type) {
    return of(type) + type.enumeration().map(each -> " of " + each.listed()).orElse("");
  }

  private static Optional<ColumnType> parse(String text) {
    if (text.equals(ENUM)) {
      return Optional.of(new Enumeration(Set.of()));
    }
    for (Simple simple : Simple.values()) {
      if (of(simple).equals(text)) {
        return Optional.of(simple);
      }
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (!decimal.matches()) {
      return Optional.empty();
    }
    int precision = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    return precision < 1 || precision > LARGEST_PRECISION || scale > precision
        ? Optional.empty()
        : Optional.of(new Decimal(precision, scale));
  }

  /** The types of columns, as people may write them. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Simple simple : Simple.values()) {
      names.add(of(simple));
    }
    names.add("decimal(p,s) with s ≤ p ≤ " + LARGEST_PRECISION);
    names.add(ENUM);
    names.add("an array of one of these, such as text[]");
    return names;
  }
}
