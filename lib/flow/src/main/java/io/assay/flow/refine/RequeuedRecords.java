package io.assay.flow.refine;

import io.assay.lake.RawTable;
import io.assay.lake.RecordPosition;
import io.assay.postgres.Coordinates;
import io.assay.postgres.PipelineDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in quarantine that somebody wants refined again, with their bytes from the raw table. */
final class RequeuedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(RequeuedRecords.class);
  private static final int MOST = 5_000;

  private final PipelineDatabase database;
  private final RawTable raw;

  RequeuedRecords(PipelineDatabase database, RawTable raw) {
    this.database = database;
    this.raw = raw;
  }

  /** Some of the records, as they came. */
  record Found(List<Coordinates> coordinates, Dataset<Row> records) {}

  /** The next ones; empty if none is left. Those without bytes stay in quarantine. */
  Optional<Found> next(SparkSession session) {
    List<Coordinates> requeued = database.requeued(MOST);
    while (!requeued.isEmpty()) {
      List<Coordinates> there = landed(session, requeued);
      if (!there.isEmpty()) {
        return Optional.of(new Found(there, raw.records(session, positions(there))));
      }
      requeued = database.requeued(MOST);
    }
    return Optional.empty();
  }

  /** Lets records stay in quarantine. */
  void leave(List<Coordinates> records, String reason) {
    LOG.warn(
        "{} of the requeued records stay in quarantine, such as {}: {}",
        records.size(),
        records.get(0),
        reason);
    database.reopen(records, reason);
  }

  private List<Coordinates> landed(SparkSession session, List<Coordinates> requeued) {
    raw.createIfAbsent(session);
    Set<RecordPosition> found =
        raw
            .records(session, positions(requeued))
            .select("topic", "partition", "offset")
            .collectAsList()
            .stream()
            .map(row -> new RecordPosition(row.getString(0), row.getInt(1), row.getLong(2)))
            .collect(Collectors.toSet());
    List<Coordinates> there = new ArrayList<>();
    List<Coordinates> gone = new ArrayList<>();
    requeued.forEach(record -> (found.contains(position(record)) ? there : gone).add(record));
    if (!gone.isEmpty()) {
      leave(
          gone,
          "the raw table %s does not have the record: it was not landed, or retention removed it"
              .formatted(raw.path()));
    }
    return there;
  }

  private static List<RecordPosition> positions(List<Coordinates> records) {
    return records.stream().map(RequeuedRecords::position).toList();
  }

  private static RecordPosition position(Coordinates record) {
    return new RecordPosition(record.topic(), record.partition(), record.offset());
  }
}
