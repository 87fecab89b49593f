package io.assay.crash.oracle;

import io.assay.crash.CrashException;
import io.assay.crash.feed.FedRecord;
import io.assay.crash.feed.Feed;
import io.assay.crash.feed.Row;
import io.assay.crash.feed.Statement;
import io.assay.crash.feed.Statement.Deletion;
import io.assay.crash.feed.Statement.Filtered;
import io.assay.crash.feed.Statement.Refused;
import io.assay.crash.feed.Statement.Tombstone;
import io.assay.crash.feed.Statement.Version;
import io.assay.crash.feed.Table;
import io.assay.crash.feed.Workload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What the records of a workload must have become, once all are refined. It takes the records in
 * the order of their partitions, as Kafka gives them.
 */
final class Oracle {
  private final Workload workload;
  private final Versions versions = new Versions();
  private final Map<Table, Map<List<String>, ExpectedRow>> dimensions = new HashMap<>();
  private final Map<String, String> quarantined = new TreeMap<>();
  private final RawHashes raw = new RawHashes();
  private final Map<Integer, BitSet> accepted = new TreeMap<>();
  private final BitSet numbers = new BitSet();
  private long records;
  private long filtered;

  Oracle(Workload workload) {
    this.workload = workload;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    long number = number(record);
    FedRecord fed = workload.record(number);
    Place place =
        new Place(record.topic(), record.partition(), record.offset(), record.timestamp());
    if (!Arrays.equals(fed.key(), record.key()) || !Arrays.equals(fed.value(), record.value())) {
      throw new CrashException("Kafka has other bytes at " + place + " than were sent");
    }
    if (numbers.get(Math.toIntExact(number))) {
      throw new CrashException("Kafka has record " + number + " twice, again at " + place);
    }
    numbers.set((int) number);
    records++;
    raw.expect(record);
    add(fed.statement(), number, place);
  }

  private void add(Statement statement, long number, Place place) {
    if (statement instanceof Version version) {
      accepted
          .computeIfAbsent(place.partition(), partition -> new BitSet())
          .set(Math.toIntExact(place.offset()));
      versions.add(version, number, place);
      for (Row row : version.dimensions()) {
        dimensions
            .computeIfAbsent(row.table(), table -> new HashMap<>())
            .merge(
                row.key(),
                new ExpectedRow(row, version.sequence(), place),
                (one, other) -> one.or(other));
      }
    } else if (statement instanceof Deletion deletion) {
      versions.add(deletion, place);
    } else if (statement instanceof Tombstone tombstone) {
      versions.add(tombstone);
    } else if (statement instanceof Refused refused) {
      quarantined.put(place.toString(), refused.rule());
    } else if (statement instanceof Filtered) {
      filtered++;
    }
  }

  private static long number(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Feed.NUMBER);
    return Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
  }

  /** All rows that must be there, by table and key. */
  Map<Table, Map<List<String>, ExpectedRow>> rows() {
    Map<Table, Map<List<String>, ExpectedRow>> rows = new HashMap<>();
    workload.tables().forEach(table -> rows.put(table, new HashMap<>()));
    dimensions.forEach((table, entries) -> rows.get(table).putAll(entries));
    versions.forEach(
        (number, place) -> {
          Version version = (Version) workload.record(number).statement();
          for (Row row : version.rows()) {
            rows.get(row.table()).put(row.key(), new ExpectedRow(row, version.sequence(), place));
          }
        });
    return rows;
  }

  /** The rule that each record in quarantine must have failed, by coordinates. */
  Map<String, String> quarantined() {
    return quarantined;
  }

  /** The offsets of the versions that no rule refuses, by partition: what silver must have. */
  Map<Integer, BitSet> accepted() {
    return accepted;
  }

  RawHashes raw() {
    return raw;
  }

  /** How many records Kafka has. */
  long records() {
    return records;
  }

  long filtered() {
    return filtered;
  }
}
