package io.assay.postgres.merge;

import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.List;

/**
 * Takes the records that PostgreSQL refuses out of a batch, before anything else is done with it.
 */
final class FaultyRecords {
  private static final String REFUSE =
      """
      insert into assay_refused (topic, partition, record_offset, record_time, kind, fate)
      select s._topic, s._partition, s._offset, s._timestamp, %s, 'quarantined'
      from %s s join unnest(?, ?, ?) as r (topic, partition, record_offset) on %s
      """;

  private static final String TELL =
      """
      insert into assay_found (topic, partition, record_offset, record_time, kind, rule, severity, field, message)
      select r.topic, r.partition, r.record_offset, r.record_time, r.kind, ?, 'reject', f.field, f.message
      from assay_refused r
      join unnest(?, ?, ?, ?, ?) as f (topic, partition, record_offset, field, message) on %s
      """
          .formatted(WorkTables.sameCoordinates("f", "r"));

  private static final String REMOVE =
      "delete from %s s using unnest(?, ?, ?) as r (topic, partition, record_offset) where %s";

  private FaultyRecords() {}

  /**
   * Refuses the records of a kind, and removes their rows from staging as this transaction sees it.
   */
  static void exclude(
      Transaction transaction,
      String kind,
      String root,
      List<String> staging,
      List<FaultyRecord> records)
      throws SQLException {
    Object topics =
        transaction.array(
            "text", records.stream().map(record -> record.coordinates().topic()).toList());
    Object partitions =
        transaction.array(
            "int4", records.stream().map(record -> record.coordinates().partition()).toList());
    Object offsets =
        transaction.array(
            "int8", records.stream().map(record -> record.coordinates().offset()).toList());
    String same = WorkTables.sameRecord("r", "s");
    transaction.update(
        REFUSE.formatted(Identifier.literal(kind), root, same), topics, partitions, offsets);
    transaction.update(
        TELL,
        FaultyRecord.RULE,
        topics,
        partitions,
        offsets,
        transaction.array(
            "text", records.stream().map(record -> record.field().orElse(null)).toList()),
        transaction.array("text", records.stream().map(FaultyRecord::message).toList()));
    for (String table : staging) {
      transaction.update(REMOVE.formatted(table, same), topics, partitions, offsets);
    }
  }
}
