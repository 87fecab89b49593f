package io.assay.model;

import java.io.Serializable;
import java.util.Map;

/**
 * How a record says that a root row is gone.
 *
 * @param when Spark SQL over the coordinates and {@code _tombstone}
 * @param key for each key column of the root table, Spark SQL over the coordinates (for a tombstone
 *     there are no fields)
 */
public record Deletion(String when, Map<String, String> key) implements Serializable {
  public Deletion {
    key = Map.copyOf(key);
  }
}
