package io.assay.tests.oracle;

import java.util.Comparator;
import java.util.Set;

/**
 * A record that its own rules accept.
 *
 * @param <T> what it says
 * @param key of the thing that it is a version of
 * @param revision its declared sequence; may be null
 * @param warnings the rules that it fails, of those that look at nothing else
 */
record Version<T>(T row, String key, Integer revision, FedRecord record, Set<String> warnings) {

  /** Whether it is newer than the other: by revision, and between equals by Kafka order. */
  boolean isNewer(Version<?> other) {
    int mine = rank(revision);
    int theirs = rank(other.revision);
    return mine != theirs ? mine > theirs : record.isAfter(other.record);
  }

  static <V extends Version<?>> Comparator<V> oldestFirst() {
    return (one, other) -> one.isNewer(other) ? 1 : other.isNewer(one) ? -1 : 0;
  }

  static <V extends Version<?>> Comparator<V> inKafkaOrder() {
    return (one, other) ->
        one.record().isAfter(other.record()) ? 1 : other.record().isAfter(one.record()) ? -1 : 0;
  }

  private static int rank(Integer revision) {
    return revision == null ? Integer.MIN_VALUE : revision;
  }
}
