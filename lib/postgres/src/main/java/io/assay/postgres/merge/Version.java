package io.assay.postgres.merge;

import java.util.Optional;

/**
 * Where a version of a row stands among others, as SQL expressions: what docs/architecture.md says
 * under "What decides which version is newest".
 *
 * @param sequence the declared sequence; empty where none is, and for deletions: they carry no
 *     fields, so Kafka order places them
 */
record Version(
    Optional<String> sequence, String time, String topic, String partition, String offset) {

  static Version staged(String alias, boolean sequenced) {
    return new Version(
        sequenced ? Optional.of(alias + "._sequence") : Optional.empty(),
        alias + "._timestamp",
        alias + "._topic",
        alias + "._partition",
        alias + "._offset");
  }

  static Version stored(String alias, boolean sequenced) {
    return new Version(
        sequenced ? Optional.of(alias + ".assay_sequence") : Optional.empty(),
        alias + ".assay_time",
        alias + ".assay_topic",
        alias + ".assay_partition",
        alias + ".assay_offset");
  }

  static Version deleted(String alias) {
    return new Version(
        Optional.empty(),
        alias + ".record_time",
        alias + ".topic",
        alias + ".partition",
        alias + ".record_offset");
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

  /** True where this one is newer: by sequence, and between equals by Kafka order. */
  String newerThan(Version other) {
    if (sequence.isEmpty() || other.sequence.isEmpty()) {
      return laterThan(other);
    }
    String mine = sequence.get();
    String theirs = other.sequence.get();
    return "case when %s is not distinct from %s then %s when %s is null then true when %s is null then false else %s > %s end"
        .formatted(mine, theirs, laterThan(other), theirs, mine, mine, theirs);
  }

  /** True where it is the same record. */
  String sameRecord(Version other) {
    return "(%s = %s and %s = %s and %s = %s)"
        .formatted(topic, other.topic, partition, other.partition, offset, other.offset);
  }
}
