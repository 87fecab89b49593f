package io.assay.flow.land;

import io.assay.flow.kafka.ConsumerGroup;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.lineage.LineageRun;
import io.assay.lake.Positions;
import io.assay.runtime.JobContext;
import java.util.Optional;

/**
 * Those outside who follow land: Kafka is told how far it has come, by a consumer group; a service
 * of lineage is told what is read and written. None of it makes a batch wait.
 */
final class LandFollowers implements AutoCloseable {
  private final Optional<ConsumerGroup> group;
  private final Optional<LineageRun> lineage;

  LandFollowers(JobContext context, KafkaCluster cluster) {
    group =
        context
            .environment()
            .kafka()
            .consumerGroup(context.pipeline().name(), LandStream.NAME)
            .map(name -> new ConsumerGroup(cluster, name));
    lineage =
        LineageRun.ofLand(
            context.pipeline(), context.environment(), context.runId(), context.spark());
    lineage.ifPresent(LineageRun::started);
  }

  /** The raw table has come so far, at a start or after a batch. */
  void reached(Positions positions) {
    group.ifPresent(told -> told.reached(positions));
  }

  /** So many records more have been landed. */
  void landed(long records) {
    lineage.ifPresent(told -> told.landed(records));
  }

  /** Land has ended as it should. */
  void ended() {
    lineage.ifPresent(LineageRun::ended);
  }

  /** Land has failed. */
  void failed(Throwable failure) {
    lineage.ifPresent(told -> told.failed(failure));
  }

  @Override
  public void close() {
    lineage.ifPresent(LineageRun::close);
    group.ifPresent(ConsumerGroup::close);
  }
}
