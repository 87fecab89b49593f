package io.assay.postgres.merge;

import io.assay.postgres.Coordinates;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
      insert into assay_found (topic, partition, record_offset, record_time, kind, rule, severity, field, value, message)
      select f.topic, f.partition, f.record_offset, 'epoch'::timestamptz + f.micros * interval '1 microsecond',
             f.kind, f.rule, 'reject', f.field, f.value, f.message
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        as f (topic, partition, record_offset, micros, kind, rule, field, value, message)
      """;

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
    List<Coordinates> distinct =
        records.stream().map(FaultyRecord::coordinates).distinct().toList();
    Object topics = transaction.array("text", distinct.stream().map(Coordinates::topic).toList());
    Object partitions =
        transaction.array("int4", distinct.stream().map(Coordinates::partition).toList());
    Object offsets = transaction.array("int8", distinct.stream().map(Coordinates::offset).toList());
    String same = WorkTables.sameRecord("r", "s");
    transaction.update(
        REFUSE.formatted(Identifier.literal(kind), root, same), topics, partitions, offsets);
    tell(transaction, records);
    for (String table : staging) {
      transaction.update(REMOVE.formatted(table, same), topics, partitions, offsets);
    }
  }

  /** Writes what is wrong with records to the findings of the batch. */
  static void tell(Transaction transaction, List<FaultyRecord> records) throws SQLException {
    transaction.update(
        TELL,
        array(transaction, "text", records, record -> record.coordinates().topic()),
        array(transaction, "int4", records, record -> record.coordinates().partition()),
        array(transaction, "int8", records, record -> record.coordinates().offset()),
        array(transaction, "int8", records, record -> record.coordinates().timestampMicros()),
        array(transaction, "text", records, FaultyRecord::kind),
        array(transaction, "text", records, FaultyRecord::rule),
        array(transaction, "text", records, record -> record.field().orElse(null)),
        array(transaction, "text", records, record -> record.value().orElse(null)),
        array(transaction, "text", records, FaultyRecord::message));
  }

  private static Object array(
      Transaction transaction,
      String type,
      List<FaultyRecord> records,
      Function<FaultyRecord, Object> part)
      throws SQLException {
    List<Object> values = new ArrayList<>();
    records.forEach(record -> values.add(part.apply(record)));
    return transaction.array(type, values);
  }
}
