package io.assay.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The type of a field and of a column; {@link #sql()} is its PostgreSQL name as {@code format_type}
 * prints it.
 */
public sealed interface ColumnType extends Serializable {
  String sql();

  /** Whether only a field can have the type: its elements become rows, not a column. */
  default boolean isNested() {
    return this instanceof Nested;
  }

  /** The enumeration that its values, or the elements of its values, are of. */
  default Optional<Enumeration> enumeration() {
    return Optional.empty();
  }

  /** Types without parameters. */
  enum Simple implements ColumnType {
    TEXT("text"),
    INTEGER("integer"),
    BIGINT("bigint"),
    DOUBLE("double precision"),
    BOOLEAN("boolean"),
    DATE("date"),
    TIMESTAMP("timestamp with time zone"),
    UUID("uuid"),
    JSON("jsonb"),
    BINARY("bytea");

    private final String sql;

    Simple(String sql) {
      this.sql = sql;
    }

    @Override
    public String sql() {
      return sql;
    }
  }

  /**
   * An exact number.
   *
   * @param precision digits in all, 1 to 38
   * @param scale digits after the point, 0 to precision
   */
  record Decimal(int precision, int scale) implements ColumnType {
    @Override
    public String sql() {
      return "numeric(" + precision + "," + scale + ")";
    }
  }

  /**
   * One of several texts. In the database it is text with a check constraint, which is easier to
   * change than a type.
   *
   * @param symbols the texts; their order means nothing
   */
  record Enumeration(Set<String> symbols) implements ColumnType {
    public Enumeration {
      symbols = Collections.unmodifiableSet(new LinkedHashSet<>(symbols));
    }

    private static final int MOST_LISTED = 20;

    /** The symbols, for people; of many, the first. */
    public String listed() {
      String first = symbols.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
      return symbols.size() <= MOST_LISTED ? first : first + " … (" + symbols.size() + " in all)";
    }

    @Override
    public String sql() {
      return Simple.TEXT.sql();
    }

    @Override
    public Optional<Enumeration> enumeration() {
      return Optional.of(this);
    }
  }

  /**
   * Several values of one type, in order; some may be null.
   *
   * @param element a {@link Simple}, a {@link Decimal} or an {@link Enumeration}
   */
  record Array(ColumnType element) implements ColumnType {
    @Override
    public Optional<Enumeration> enumeration() {
      return element.enumeration();
    }

    @Override
    public String sql() {
      return element.sql() + "[]";
    }
  }

  /**
   * Elements that tables make rows of. In one column they could only be JSON, which is what {@link
   * #sql()} says.
   */
  sealed interface Nested extends ColumnType {
    /** The name of a map member's own name among its fields. */
    String KEY = "_key";

    /** The name of a map member's value, where it is no object. */
    String VALUE = "value";

    /** What an element holds, without {@link #KEY}. */
    List<Field> fields();

    /** Whether elements have names, as the members of an object have. */
    boolean isMap();

    /** The field of an element. */
    default Optional<Field> field(String name) {
      return fields().stream().filter(field -> field.name().equals(name)).findFirst();
    }

    @Override
    default String sql() {
      return "jsonb";
    }
  }

  /**
   * An array of objects.
   *
   * @param fields from members of an element
   */
  record ListOf(List<Field> fields) implements Nested {
    public ListOf {
      fields = List.copyOf(fields);
    }

    @Override
    public boolean isMap() {
      return false;
    }
  }

  /**
   * An object whose members have names that are data, and objects as values.
   *
   * @param fields from members of such a value
   */
  record MapOf(List<Field> fields) implements Nested {
    public MapOf {
      fields = List.copyOf(fields);
    }

    @Override
    public boolean isMap() {
      return true;
    }
  }

  /**
   * An object whose members have names that are data, and values of one type.
   *
   * @param value how a value is read; its name is {@link Nested#VALUE}
   */
  record ValueMap(Field value) implements Nested {
    @Override
    public List<Field> fields() {
      return List.of(value);
    }

    @Override
    public boolean isMap() {
      return true;
    }
  }
}
