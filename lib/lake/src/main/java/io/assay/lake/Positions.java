package io.assay.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the partitions of some topics have been read: for each, the offset that comes next.
 * Immutable.
 *
 * <p>The text form is that of Spark's Kafka source: {@code {"topic":{"0":23,"1":42}}}.
 */
public final class Positions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, TreeMap<Integer, Long>>> SHAPE =
      new TypeReference<>() {};
  private static final Positions NONE = new Positions(new TreeMap<>());

  private final SortedMap<String, TreeMap<Integer, Long>> next;

  private Positions(TreeMap<String, TreeMap<Integer, Long>> next) {
    this.next = Collections.unmodifiableSortedMap(next);
  }

  /** Nothing has been read. */
  public static Positions none() {
    return NONE;
  }

  /** Reads the text form. */
  public static Positions parse(String json) {
    try {
      return new Positions(JSON.readValue(json, SHAPE));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not positions of Kafka topics: " + json, e);
    }
  }

  /** These, but with the given one instead of what was there. */
  public Positions with(String topic, int partition, long offset) {
    TreeMap<String, TreeMap<Integer, Long>> copy = copy();
    copy.computeIfAbsent(topic, absent -> new TreeMap<>()).put(partition, offset);
    return new Positions(copy);
  }

  /** The greater one of both for each partition. */
  public Positions advancedTo(Positions other) {
    TreeMap<String, TreeMap<Integer, Long>> copy = copy();
    other.next.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, offset) ->
                    copy.computeIfAbsent(topic, absent -> new TreeMap<>())
                        .merge(partition, offset, Math::max)));
    return new Positions(copy);
  }

  /** The offset to read next; empty if the partition is not known. */
  public OptionalLong of(String topic, int partition) {
    Long offset = partitions(topic).get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The topics of which a partition is known. */
  public Set<String> topics() {
    return next.keySet();
  }

  /** The known partitions of a topic and their positions. */
  public SortedMap<Integer, Long> partitions(String topic) {
    return Collections.unmodifiableSortedMap(next.getOrDefault(topic, new TreeMap<>()));
  }

  /** How many offsets lie between these and later positions; an unknown partition counts from 0. */
  public long distanceTo(Positions later) {
    return later.next.entrySet().stream()
        .flatMapToLong(
            topic ->
                topic.getValue().entrySet().stream()
                    .mapToLong(
                        partition ->
                            partition.getValue()
                                - of(topic.getKey(), partition.getKey()).orElse(0)))
        .filter(distance -> distance > 0)
        .sum();
  }

  /** The number of known partitions. */
  public int size() {
    return next.values().stream().mapToInt(TreeMap::size).sum();
  }

  private TreeMap<String, TreeMap<Integer, Long>> copy() {
    TreeMap<String, TreeMap<Integer, Long>> copy = new TreeMap<>();
    next.forEach((topic, partitions) -> copy.put(topic, new TreeMap<>(partitions)));
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Positions that && next.equals(that.next);
  }

  @Override
  public int hashCode() {
    return next.hashCode();
  }

  /** The text form. */
  @Override
  public String toString() {
    try {
      return JSON.writeValueAsString(next);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Positions are always JSON", e);
    }
  }
}
