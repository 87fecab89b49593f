package io.assay.flow.refine;

import io.assay.flow.kafka.ConsumerGroup;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.LagMeter;
import io.assay.flow.lineage.LineageRun;
import io.assay.lake.Positions;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Those outside who follow a run of refine: Kafka is told how far it has come, by a consumer group,
 * and asked how far it is ahead of a run that reads the lake; a service of lineage is told what is
 * read and written. None of it makes a batch wait.
 */
final class RunFollowers implements BatchListener, AutoCloseable {
  private final BatchListener listener;
  private final Optional<ConsumerGroup> group;
  private final Optional<LagMeter> lag;
  private final Optional<LineageRun> lineage;

  /**
   * @param listener hears of all that this hears of
   */
  RunFollowers(
      Pipeline pipeline,
      Environment environment,
      RefineOptions.Source source,
      Optional<LineageRun> lineage,
      BatchListener listener) {
    KafkaCluster cluster = new KafkaCluster(environment.kafka());
    this.lineage = lineage;
    this.listener = listener;
    this.group =
        environment
            .kafka()
            .consumerGroup(pipeline.name(), RefineQuery.NAME)
            .map(name -> new ConsumerGroup(cluster, name));
    this.lag =
        source == RefineOptions.Source.LAKE
            ? Optional.of(new LagMeter(cluster, pipeline.source().subscription(), listener::behind))
            : Optional.empty();
  }

  /** The run begins. */
  void started() {
    lineage.ifPresent(LineageRun::started);
  }

  /** The run has ended as it should. */
  void ended() {
    lineage.ifPresent(LineageRun::ended);
  }

  /** The run has failed. */
  void failed(Throwable failure) {
    lineage.ifPresent(told -> told.failed(failure));
  }

  @Override
  public void committed(BatchSource source, CommittedBatch batch) {
    lineage.ifPresent(
        told -> {
          Map<String, Long> rows = new HashMap<>();
          batch
              .tables()
              .forEach((table, changed) -> rows.put(table, changed.inserted() + changed.updated()));
          told.wrote(rows);
        });
    listener.committed(source, batch);
  }

  @Override
  public void applied(Map<TopicPartition, OffsetRanges> offsets) {
    Positions next = next(offsets);
    group.ifPresent(told -> told.reached(next));
    lag.ifPresent(meter -> meter.reached(next));
    listener.applied(offsets);
  }

  @Override
  public void behind(String topic, int partition, long offsets) {
    listener.behind(topic, partition, offsets);
  }

  @Override
  public void pausedBy(Collection<String> breakers) {
    listener.pausedBy(breakers);
  }

  @Override
  public void close() {
    lineage.ifPresent(LineageRun::close);
    lag.ifPresent(LagMeter::close);
    group.ifPresent(ConsumerGroup::close);
  }

  /**
   * Behind the last record that was dealt with. The ledger has gaps where Kafka has no record, such
   * as at the markers of transactions.
   */
  private static Positions next(Map<TopicPartition, OffsetRanges> offsets) {
    Positions next = Positions.none();
    for (Map.Entry<TopicPartition, OffsetRanges> entry : offsets.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        next =
            next.with(entry.getKey().topic(), entry.getKey().partition(), entry.getValue().end());
      }
    }
    return next;
  }
}
