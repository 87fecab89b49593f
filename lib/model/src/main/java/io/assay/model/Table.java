package io.assay.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A target table, as one kind of record fills it. Several kinds may fill one table; then they give
 * the same columns.
 *
 * @param name a PostgreSQL identifier: lower-case letters, digits and underscores, at most 48
 *     characters
 * @param each the list whose elements give a row each: a field and, for lists in lists, the names
 *     below it; empty where the record itself gives the row
 * @param key the primary key; in a table with history several rows, one for each version, have it
 * @param columns key columns included
 * @param references foreign keys
 * @param when Spark SQL over the fields; the record gives a row where it is true, and always
 *     without it
 * @param keep which version of a row stays
 * @param schemaPolicy what is done where the table in the database is not as defined here
 */
public record Table(
    String name,
    List<String> each,
    List<String> key,
    List<Column> columns,
    List<Reference> references,
    Optional<String> when,
    Keep keep,
    SchemaPolicy schemaPolicy)
    implements Serializable {

  public Table {
    each = List.copyOf(each);
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    references = List.copyOf(references);
  }

  /** A table to which the record itself gives a row, with the default policy. */
  public Table(
      String name,
      List<String> key,
      List<Column> columns,
      List<Reference> references,
      Optional<String> when,
      Keep keep) {
    this(name, List.of(), key, columns, references, when, keep, SchemaPolicy.DEFAULT);
  }

  /** The column of that name. */
  public Optional<Column> column(String column) {
    return columns.stream().filter(candidate -> candidate.name().equals(column)).findFirst();
  }

  /** The same table with other columns. */
  public Table withColumns(List<Column> others) {
    return new Table(name, each, key, others, references, when, keep, schemaPolicy);
  }

  /** Whether every version of a row stays. */
  public boolean hasHistory() {
    return keep == Keep.HISTORY;
  }

  /** The tables that this one references, each once. */
  public List<String> parents() {
    return references.stream().map(Reference::table).distinct().toList();
  }

  /** Which of several versions of one key stays. */
  public enum Keep {
    /** The newest, for entities. */
    NEWEST,
    /** The first, for dimensions whose rows never change. */
    FIRST,
    /** Each of them, with the time in which it was the newest. */
    HISTORY
  }

  /**
   * A column.
   *
   * @param name a PostgreSQL identifier
   * @param sql Spark SQL over the fields
   * @param type its type
   * @param nullable false for key columns
   * @param lookup where its value is taken from instead, if not from the fields
   * @param was the name that it had before, if it was renamed
   */
  public record Column(
      String name,
      String sql,
      ColumnType type,
      boolean nullable,
      Optional<Lookup> lookup,
      Optional<String> was)
      implements Serializable {

    /** A column that always had this name, and whose value comes from the fields. */
    public Column(String name, String sql, ColumnType type, boolean nullable) {
      this(name, sql, type, nullable, Optional.empty(), Optional.empty());
    }
  }

  /**
   * A foreign key to the primary key of another table of the pipeline.
   *
   * @param name unique in the table; a missing parent is a finding of the rule {@code
   *     orphan-<name>}
   * @param columns in the order of the other table's key
   * @param table the other table
   * @param orphan what happens to a record whose parent is not there
   * @param onDelete what happens to the row when its parent is deleted
   */
  public record Reference(
      String name, List<String> columns, String table, OrphanPolicy orphan, OnDelete onDelete)
      implements Serializable {
    public Reference {
      columns = List.copyOf(columns);
    }

    /** A reference that keeps its parent from being deleted. */
    public Reference(String name, List<String> columns, String table, OrphanPolicy orphan) {
      this(name, columns, table, orphan, OnDelete.REJECT);
    }
  }

  /** What happens to a row when a row that it refers to is deleted. */
  public enum OnDelete {
    /** The parent stays: the record that deletes it is quarantined. */
    REJECT,
    /** The row is deleted too. */
    CASCADE,
    /** The row stays, with null in the columns of the reference. */
    CLEAR
  }
}
