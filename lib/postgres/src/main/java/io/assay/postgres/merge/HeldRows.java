package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the records of one kind that have to wait to {@code assay.held}, as they came from Kafka.
 */
final class HeldRows {
  private static final String TEXT =
      """
      insert into assay.held (pipeline, topic, partition, record_offset, record_time, timestamp_type, kind, batch_id, waits_for, waits_key,
          held_at, deadline, ready, key, value, header_keys, header_values)
      select distinct on (o.topic, o.partition, o.record_offset)
          ${pipeline}, o.topic, o.partition, o.record_offset, o.record_time, r.timestamp_type, ${kind}, ${batch}, w.waits_for, o.key,
          coalesce(h.held_at, now()), coalesce(h.held_at, now()) + w.deadline, false, r.key, r.value, r.header_keys, r.header_values
      from assay_orphan o
      join (values ${waits}) w (reference, waits_for, deadline) on w.reference = o.reference
      join assay_refused x on x.fate = 'held' and ${same-refused}
      join ${records} r on ${of-batch} and ${same-record}
      left join assay_released h on ${same-released}
      where o.waits
      order by o.topic, o.partition, o.record_offset, o.reference, o.key
      """;

  private static final String COUNT =
      "select count(*) from assay_refused where kind = ? and fate = 'held'";

  private final String kind;
  private final Sql insert;

  /**
   * For one kind.
   *
   * @param references those that hold
   * @param records the staging table of the kind's records, qualified
   */
  HeldRows(String pipeline, String kind, List<ReferenceCheck> references, String records) {
    this.kind = kind;
    String waits =
        references.stream()
            .map(
                reference ->
                    "(%d, %s, interval '%s seconds')"
                        .formatted(
                            reference.id(),
                            Identifier.literal(reference.parent().table().name()),
                            reference.deadline().orElseThrow().toMillis() / 1000.0))
            .collect(Collectors.joining(", "));
    this.insert =
        Sql.template(TEXT)
            .with("pipeline", Identifier.literal(pipeline))
            .with("kind", Identifier.literal(kind))
            .with("waits", waits)
            .with("records", records)
            .with("of-batch", KindTable.ofBatch("r"))
            .with("same-refused", WorkTables.sameCoordinates("x", "o"))
            .with("same-record", WorkTables.sameRecord("o", "r"))
            .with("same-released", WorkTables.sameCoordinates("h", "o"))
            .sql();
  }

  void hold(Transaction transaction) throws SQLException {
    long waiting = transaction.query(COUNT, row -> row.getLong(1), kind).get(0);
    long held = waiting == 0 ? 0 : transaction.update(insert);
    if (held != waiting) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Cannot hold records of the kind %s: %d have to wait, but the bytes of %d are staged"
              .formatted(kind, waiting, held));
    }
  }
}
