package io.assay.postgres.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a version of a row stands among others, as SQL expressions: what docs/architecture.md says
 * under "What decides which version is newest".
 *
 * @param sequence the declared sequence, one expression for each of its fields; empty where none is
 *     declared
 */
record Version(List<String> sequence, String time, String topic, String partition, String offset) {
  Version {
    sequence = List.copyOf(sequence);
  }

  /** Of a staged row whose kind declares a sequence of so many fields. */
  static Version staged(String alias, int fields) {
    return new Version(
        columns(alias + "._sequence", fields),
        alias + "._timestamp",
        alias + "._topic",
        alias + "._partition",
        alias + "._offset");
  }

  /** Of a stored row whose table has the sequence's stamps. */
  static Version stored(String alias, int fields) {
    return new Version(
        columns(alias + ".assay_sequence", fields),
        alias + ".assay_time",
        alias + ".assay_topic",
        alias + ".assay_partition",
        alias + ".assay_offset");
  }

  /** Of a deletion in the ledger, which has the sequence as texts. */
  static Version deleted(String alias, List<String> sequenceTypes) {
    List<String> sequence = new ArrayList<>();
    for (String type : sequenceTypes) {
      sequence.add("(%s.sequence[%d])::%s".formatted(alias, sequence.size() + 1, type));
    }
    return new Version(
        sequence,
        alias + ".record_time",
        alias + ".topic",
        alias + ".partition",
        alias + ".record_offset");
  }

  /** The same without its sequence. */
  Version inKafka() {
    return new Version(List.of(), time, topic, partition, offset);
  }

  /** The columns of a sequence: the first has the name itself, the others a number behind it. */
  static List<String> columns(String name, int fields) {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= fields; i++) {
      columns.add(i == 1 ? name : name + "_" + i);
    }
    return columns;
  }

  /** True where this one comes later in Kafka order. */
  String laterThan(Version other) {
    return "case when %s = %s and %s = %s then %s > %s else (%s, %s collate \"C\", %s) > (%s, %s collate \"C\", %s) end"
        .formatted(
            topic,
            other.topic,
            partition,
            other.partition,
            offset,
            other.offset,
            time,
            topic,
            partition,
            other.time,
            other.topic,
            other.partition);
  }

  /**
   * True where this one is newer: by the first field of the sequence that is not equal, null being
   * the lowest, and between equals by Kafka order.
   */
  String newerThan(Version other) {
    return comparison(other, "");
  }

  /** True where it is newer than a deletion. One without a sequence stands in Kafka order alone. */
  String outlives(Version deletion) {
    return comparison(
        deletion, " when %s then %s".formatted(deletion.hasNoSequence(), laterThan(deletion)));
  }

  /** True where no field of the sequence has a value. */
  String hasNoSequence() {
    return sequence.isEmpty()
        ? "true"
        : sequence.stream()
            .map(field -> field + " is null")
            .collect(Collectors.joining(" and ", "(", ")"));
  }

  private String comparison(Version other, String first) {
    if (sequence.isEmpty() || other.sequence.isEmpty()) {
      return laterThan(other);
    }
    StringBuilder sql = new StringBuilder("case").append(first);
    for (int i = 0; i < sequence.size(); i++) {
      String mine = sequence.get(i);
      String theirs = other.sequence.get(i);
      sql.append(
          " when %1$s is distinct from %2$s then coalesce(%1$s > %2$s, %2$s is null)"
              .formatted(mine, theirs));
    }
    return sql.append(" else ").append(laterThan(other)).append(" end").toString();
  }

  /** The same sequence: then Kafka order decides. */
  String sameSequence(Version other) {
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      equal.add("%s is not distinct from %s".formatted(sequence.get(i), other.sequence.get(i)));
    }
    return String.join(" and ", equal);
  }

  /** The sequence as the ledger has it, {@code text[]}; null without one. */
  String sequenceText() {
    if (sequence.isEmpty()) {
      return "null::text[]";
    }
    return sequence.stream()
        .map(field -> field + "::text")
        .collect(
            Collectors.joining(
                ", ", "case when " + hasNoSequence() + " then null else array[", "] end"));
  }

  /** True where it is the same record. */
  String sameRecord(Version other) {
    return "(%s = %s and %s = %s and %s = %s)"
        .formatted(topic, other.topic, partition, other.partition, offset, other.offset);
  }
}
