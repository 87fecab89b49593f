package io.assay.flow.land;

import io.assay.flow.kafka.ExpiredOffsets;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.KafkaFailure;
import io.assay.flow.kafka.TopicOffsets;
import io.assay.flow.retry.EnvironmentFailures;
import io.assay.flow.retry.QueryRestarts;
import io.assay.flow.retry.RetryWaits;
import io.assay.flow.upkeep.PipelineUpkeep;
import io.assay.flow.upkeep.UpkeepThread;
import io.assay.model.AssayException;
import io.assay.runtime.JobContext;
import io.assay.runtime.RunningJob;
import io.assay.runtime.log.LogContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * The query of land: Kafka → raw table.
 *
 * <p>Each start goes on where the raw table says, whatever became of the checkpoint of the run
 * before: a lost or an old checkpoint loses nothing and doubles nothing. So a query that the lake
 * or Kafka has ended is started again in the same run, a bounded number of times.
 */
public final class LandQuery implements RunningJob {
  private final TopicOffsets offsets;
  private final LandStream stream;
  private final EnvironmentFailures failures;
  private final RetryWaits waits;
  private final QueryRestarts restarts;
  private final Optional<UpkeepThread> upkeep;
  private final LandFollowers followers;
  private volatile LandStream.Started started;

  private LandQuery(
      TopicOffsets offsets,
      LandStream stream,
      EnvironmentFailures failures,
      RetryWaits waits,
      QueryRestarts restarts,
      LandStream.Started started,
      Optional<UpkeepThread> upkeep,
      LandFollowers followers) {
    this.offsets = offsets;
    this.stream = stream;
    this.failures = failures;
    this.waits = waits;
    this.restarts = restarts;
    this.started = started;
    this.upkeep = upkeep;
    this.followers = followers;
  }

  /**
   * Checks that the topics are there and that nothing has expired, and starts the query.
   *
   * @throws AssayException if a topic is missing, Kafka or the lake cannot be reached, or records
   *     have expired and the options say to stop
   */
  public static LandQuery start(JobContext context, LandOptions options) {
    try (LogContext.Scope ignored = LogContext.query(LandStream.NAME)) {
      return open(context, options);
    }
  }

  private static LandQuery open(JobContext context, LandOptions options) {
    KafkaCluster cluster = new KafkaCluster(context.environment().kafka());
    EnvironmentFailures failures =
        new EnvironmentFailures(context.environment().lake().root(), Optional.of(cluster));
    TopicOffsets offsets = TopicOffsets.of(cluster, context.pipeline().source().subscription());
    LandFollowers followers = new LandFollowers(context, cluster);
    try {
      RetryWaits waits = new RetryWaits();
      QueryRestarts restarts =
          new QueryRestarts(LandStream.NAME, options.retries(), waits, failures);
      LandStream stream =
          new LandStream(
              context,
              options,
              new LandSource(cluster, offsets, options),
              restarts::succeeded,
              followers);
      AtomicReference<LandStream.Started> started = new AtomicReference<>();
      failures.telling(() -> started.set(stream.start()));
      Optional<UpkeepThread> upkeep =
          UpkeepThread.ofLand(
              context.spark(),
              new PipelineUpkeep(context.spark(), context.pipeline(), context.environment()),
              context.environment().upkeep());
      return new LandQuery(
          offsets, stream, failures, waits, restarts, started.get(), upkeep, followers);
    } catch (RuntimeException e) {
      followers.failed(e);
      followers.close();
      offsets.close();
      throw e;
    }
  }

  @Override
  public List<StreamingQuery> queries() {
    return List.of(started.query());
  }

  /** Names the records that Kafka has lost, or the brokers or the lake that do not answer. */
  @Override
  public Optional<AssayException> explain(Throwable failure) {
    if (!KafkaFailure.isDataLoss(failure)) {
      return failures.understood(failure);
    }
    ExpiredOffsets expired =
        ExpiredOffsets.between(started.writer().positions(), offsets.earliest());
    return expired.isEmpty() ? Optional.empty() : Optional.of(expired.failure());
  }

  @Override
  public boolean restart(StreamingQuery failed, Throwable failure) {
    try (LogContext.Scope ignored = LogContext.query(LandStream.NAME)) {
      Optional<LandStream.Started> next = restarts.again(failure, this::startAgain);
      if (next.isPresent() && waits.isEnded()) {
        next.get().stop();
      }
      return next.isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private LandStream.Started startAgain() {
    LandStream.Started before = started;
    stream.clear(before);
    started = stream.startAgain(before);
    return started;
  }

  @Override
  public void stopping() {
    waits.end();
  }

  @Override
  public void close() {
    upkeep.ifPresent(UpkeepThread::close);
    if (started.query().exception().isDefined()) {
      followers.failed(started.query().exception().get());
    } else {
      followers.ended();
    }
    followers.close();
    stream.clear(started);
    offsets.close();
  }
}
