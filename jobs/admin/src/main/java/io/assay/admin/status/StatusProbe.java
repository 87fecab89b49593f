package io.assay.admin.status;

import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.OldestUnread;
import io.assay.flow.kafka.TopicOffsets;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.LockHolder;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import io.assay.postgres.quarantine.Alerts;
import io.assay.postgres.quarantine.RaisedAlert;
import io.assay.postgres.report.StatusReport;
import io.assay.postgres.report.StatusReport.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Asks Kafka, the lake and the database how a pipeline is doing. Changes nothing.
 *
 * @param session reads the log of the raw table
 * @param clock tells how old records are
 */
public record StatusProbe(
    SparkSession session, Pipeline pipeline, Environment environment, Clock clock) {
  private static final int MOST_ALERTS = 1000;

  /**
   * Asks.
   *
   * @throws io.assay.model.AssayException (EXTERNAL) if one of them does not answer
   */
  public PipelineStatus ask() {
    Positions earliest;
    Positions end;
    KafkaCluster cluster = new KafkaCluster(environment.kafka());
    try (TopicOffsets offsets = TopicOffsets.of(cluster, pipeline.source().subscription())) {
      earliest = offsets.earliest();
      end = offsets.end();
    }
    Positions landed =
        new RawTable(environment.lake().raw(pipeline.name()))
            .landed(session)
            .orElse(Positions.none());
    DatabaseConnector connector = new DatabaseConnector(environment.database());
    try (Connection connection = connector.open("assay/" + pipeline.name() + "/status")) {
      StatusReport report = new StatusReport(connection, pipeline.name());
      boolean used = report.hasLedger();
      List<PartitionStatus> partitions =
          partitions(earliest, end, landed, used ? report.applied() : Map.of());
      return new PipelineStatus(
          pipeline.name(),
          used ? LockHolder.of(connection, pipeline.name()) : Optional.empty(),
          used ? report.lastRun() : Optional.empty(),
          used ? report.lastCommit() : Optional.empty(),
          used ? report.waiting() : new Waiting(0, 0),
          used ? breakers(connection) : List.of(),
          partitions,
          staleness(new OldestUnread(cluster), partitions));
    } catch (SQLException e) {
      throw connector.failure("Cannot read the ledger", e);
    }
  }

  private List<String> breakers(Connection connection) throws SQLException {
    return new Alerts(connection, pipeline.name())
        .list(MOST_ALERTS).stream()
            .filter(RaisedAlert::effective)
            .map(RaisedAlert::name)
            .distinct()
            .toList();
  }

  private static List<PartitionStatus> partitions(
      Positions earliest,
      Positions end,
      Positions landed,
      Map<TopicPartition, OffsetRanges> applied) {
    List<PartitionStatus> partitions = new ArrayList<>();
    for (String topic : end.topics()) {
      for (Map.Entry<Integer, Long> last : new TreeMap<>(end.partitions(topic)).entrySet()) {
        int partition = last.getKey();
        long first = earliest.of(topic, partition).orElse(0);
        OffsetRanges dealtWith = applied.get(new TopicPartition(topic, partition));
        partitions.add(
            new PartitionStatus(
                topic,
                partition,
                first,
                last.getValue(),
                landed.of(topic, partition).orElse(first),
                dealtWith == null || dealtWith.isEmpty() ? first : dealtWith.firstGap()));
      }
    }
    return partitions;
  }

  private Optional<Duration> staleness(OldestUnread unread, List<PartitionStatus> partitions) {
    Positions from = Positions.none();
    for (PartitionStatus partition : partitions) {
      if (partition.refineBehind() > 0) {
        from =
            from.with(
                partition.topic(),
                partition.partition(),
                Math.max(partition.earliest(), partition.refined()));
      }
    }
    return unread
        .at(from)
        .map(oldest -> Duration.between(oldest, clock.instant()))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }
}
