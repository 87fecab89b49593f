package io.assay.model;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value that is taken from another table of the database, in the batch's transaction.
 *
 * @param table a table or view, with its schema or in the target schema
 * @param key its columns, each with the column of the row that must be equal to it
 * @param column the column that holds the value; where several rows match, the smallest is taken
 * @param absent what happens where no row matches, or the one that does has no value
 */
public record Lookup(String table, Map<String, String> key, String column, Absent absent)
    implements Serializable {
  public Lookup {
    key = java.util.Collections.unmodifiableMap(new TreeMap<>(key));
  }

  /** What happens where nothing is found. */
  public enum Absent {
    /** The column is empty. */
    NULL,
    /** The record is quarantined, with a finding of the rule {@code lookup-<column>}. */
    REJECT
  }
}
