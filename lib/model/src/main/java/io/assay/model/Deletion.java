package io.assay.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a record says that a root row is gone, and what that means.
 *
 * @param when Spark SQL over the coordinates and {@code _tombstone}
 * @param key for each key column of the root table, Spark SQL over the coordinates and, where the
 *     record has a value, the fields
 * @param truncate Spark SQL over the coordinates; a record for which it is true deletes all older
 *     root rows
 * @param mode what becomes of the row
 * @param memory how long a deletion is remembered, so that an older version that comes after it
 *     changes nothing; it counts from the batch that deleted
 */
public record Deletion(
    String when, Map<String, String> key, Optional<String> truncate, Mode mode, Duration memory)
    implements Serializable {
  /** How long a deletion is remembered where nothing is declared. */
  public static final Duration MEMORY = Duration.ofDays(90);

  public Deletion {
    key = Map.copyOf(key);
  }

  /** The row is deleted, and the deletion remembered for {@link #MEMORY}. */
  public Deletion(String when, Map<String, String> key) {
    this(when, key, Optional.empty(), Mode.HARD, MEMORY);
  }

  /** What becomes of a row that a record deletes. */
  public enum Mode {
    /** It is deleted. */
    HARD,
    /** It stays, with the time of its deletion, until a newer version brings it again. */
    SOFT
  }
}
