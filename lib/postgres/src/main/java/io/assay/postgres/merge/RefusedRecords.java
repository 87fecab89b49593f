package io.assay.postgres.merge;

import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Writes the records that a batch refuses, and everything found, to the ledger. */
final class RefusedRecords {
  /** A record that is refused again keeps its place; that it was is remembered. */
  private static final String QUARANTINE =
      """
      with written as (
        insert into assay.quarantine as q (pipeline, topic, partition, record_offset, record_time, kind, schema_id, batch_id, last_batch_id,
            pipeline_version, quarantined_at, state)
        ${refused}
        on conflict (pipeline, topic, partition, record_offset) do update set
          kind = excluded.kind, schema_id = excluded.schema_id, last_batch_id = excluded.last_batch_id,
          pipeline_version = excluded.pipeline_version, state = 'open', outcome = null
        returning q.topic, q.partition, q.record_offset, q.batch_id <> q.last_batch_id as again
      ),
      changed as (
        insert into assay.quarantine_change (pipeline, topic, partition, record_offset, state, batch_id, pipeline_version, reason)
        select ${pipeline}, w.topic, w.partition, w.record_offset, 'open', ${batch}, ${version}, 'refused again'
        from written w
        where w.again
      )
      select topic, count(*) from written group by topic
      """;

  private static final String STAGED =
      """
      select ${pipeline}, r._topic, r._partition, r._offset, r._timestamp, r.kind, r.schema_id, ${batch}, ${batch}, ${version}, now(), 'open'
        from ${staging} r
        where ${of-batch}""";

  private static final String REFUSED =
      """
      select ${pipeline}, r.topic, r.partition, r.record_offset, r.record_time, r.kind, null::integer, ${batch}, ${batch}, ${version}, now(), 'open'
        from assay_refused r
        where r.fate = 'quarantined'""";

  private static final String COUNT =
      "select topic, fate, count(*) from assay_refused group by topic, fate";

  private static final String FINDINGS_STAGED =
      """
      insert into assay.finding (batch_id, pipeline, topic, partition, record_offset, kind, rule, severity, field, value, message, pipeline_version, schema_id)
      select ${batch}, ${pipeline}, f._topic, f._partition, f._offset, f.kind, f.rule, f.severity, f.field, left(f.value, 200), f.message, ${version}, f.schema_id
      from ${staging} f
      where ${of-batch}${settled}
      """;

  private static final String FINDINGS_STORED =
      """
      insert into assay.finding (batch_id, pipeline, topic, partition, record_offset, kind, rule, severity, field, value, message, pipeline_version)
      select ${batch}, ${pipeline}, f.topic, f.partition, f.record_offset, f.kind, f.rule, f.severity, f.field, f.value, f.message, ${version}
      from assay_found f
      """;

  private final Sql quarantineStaged;
  private final Sql quarantineRefused;
  private final Sql findingsStaged;
  private final Sql findingsOfSettled;
  private final Sql findingsStored;

  /**
   * How many records were refused, by topic.
   *
   * @param staged by the executors
   * @param quarantined in this transaction
   * @param held in this transaction
   */
  record Refused(Map<String, Long> staged, Map<String, Long> quarantined, Map<String, Long> held) {}

  private record Counted(String topic, String fate, long records) {}

  RefusedRecords(String pipeline, String version, String quarantineStaging, String findingStaging) {
    this.quarantineStaged =
        template(QUARANTINE, pipeline, version)
            .with(
                "refused",
                template(STAGED, pipeline, version)
                    .with("staging", quarantineStaging)
                    .with("of-batch", KindTable.ofBatch("r"))
                    .sql()
                    .toString())
            .sql();
    this.quarantineRefused =
        template(QUARANTINE, pipeline, version)
            .with("refused", template(REFUSED, pipeline, version).sql().toString())
            .sql();
    this.findingsStaged = findings(pipeline, version, findingStaging, "");
    this.findingsOfSettled =
        findings(
            pipeline,
            version,
            findingStaging,
            " and not exists (select from assay_refused r where r.fate = 'held' and "
                + WorkTables.sameRecord("r", "f")
                + ")");
    this.findingsStored = template(FINDINGS_STORED, pipeline, version).sql();
  }

  /**
   * Writes them.
   *
   * @param staged whether executors refused records
   * @param findings whether executors found anything
   * @param found whether anything was found in this transaction
   */
  Refused write(Transaction transaction, boolean staged, boolean findings, boolean found)
      throws SQLException {
    Map<String, Long> stagedRecords = new HashMap<>();
    Map<String, Long> quarantined = new HashMap<>();
    Map<String, Long> held = new HashMap<>();
    if (staged) {
      transaction
          .query(quarantineStaged, row -> Map.entry(row.getString(1), row.getLong(2)))
          .forEach(entry -> stagedRecords.put(entry.getKey(), entry.getValue()));
    }
    if (found) {
      for (Counted counted :
          transaction.query(
              COUNT, row -> new Counted(row.getString(1), row.getString(2), row.getLong(3)))) {
        (counted.fate().equals("held") ? held : quarantined)
            .put(counted.topic(), counted.records());
      }
      transaction.query(quarantineRefused, row -> row.getLong(2));
      transaction.update(findingsStored);
    }
    if (findings) {
      transaction.update(held.isEmpty() ? findingsStaged : findingsOfSettled);
    }
    return new Refused(stagedRecords, quarantined, held);
  }

  private static Sql findings(String pipeline, String version, String staging, String settled) {
    return template(FINDINGS_STAGED, pipeline, version)
        .with("staging", staging)
        .with("of-batch", KindTable.ofBatch("f"))
        .with("settled", settled)
        .sql();
  }

  private static Sql.Template template(String text, String pipeline, String version) {
    return Sql.template(text)
        .with("pipeline", Identifier.literal(pipeline))
        .with("version", Identifier.literal(version));
  }
}
