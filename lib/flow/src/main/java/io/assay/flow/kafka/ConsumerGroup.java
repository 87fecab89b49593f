package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.runtime.log.BackgroundThreads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsResult;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how far a query has come to a consumer group, for the tools that show the lag of groups.
 * The group has no members, and nothing here is ever read back: where a query goes on, the raw
 * table or the ledger decides.
 *
 * <p>A thread of its own does it, about once a second where there is something new; batches neither
 * wait for it nor fail with it. A failure is logged once, until it works again. Thread-safe.
 */
public final class ConsumerGroup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerGroup.class);

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Brokers forget offsets that nobody commits again, after a week by default. */
  private static final Duration REPEAT = Duration.ofHours(1);

  private final KafkaCluster cluster;
  private final String name;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private volatile Positions reached = Positions.none();

  // Of the thread alone.
  private Admin admin;
  private Positions written = Positions.none();
  private Instant repeatAt = Instant.MAX;
  private Instant notBefore = Instant.MIN;
  private boolean failing;

  /** Begins to write; connects with the first positions. */
  public ConsumerGroup(KafkaCluster cluster, String name) {
    this(cluster, name, Clock.systemUTC());
  }

  ConsumerGroup(KafkaCluster cluster, String name, Clock clock) {
    this.cluster = cluster;
    this.name = name;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(new BackgroundThreads("assay-group-" + name));
    thread.scheduleWithFixedDelay(
        this::writeIfDue, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The query has come so far. Returns at once. */
  public void reached(Positions positions) {
    reached = positions;
  }

  /** Writes what is not yet written, if Kafka answered before and does so within seconds. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          if (!failing) {
            writeIfDue();
          }
          closeAdmin();
        });
    thread.shutdown();
    try {
      if (!thread.awaitTermination(TIMEOUT.plus(TIMEOUT).toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void writeIfDue() {
    Instant now = clock.instant();
    Positions wanted = reached;
    boolean repeat = now.isAfter(repeatAt);
    if (now.isBefore(notBefore) || (wanted.equals(written) && !repeat)) {
      return;
    }
    try {
      write(changed(repeat ? Positions.none() : written, wanted));
      written = wanted;
      repeatAt = now.plus(REPEAT);
      if (failing) {
        LOG.info("The consumer group {} is written again", name);
      }
      failing = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      failed(e.getCause(), now);
    } catch (TimeoutException | RuntimeException e) { // or nothing would ever be written again
      failed(e, now);
    }
  }

  private void failed(Throwable why, Instant now) {
    if (!failing) {
      LOG.warn(
          "The consumer group {} at {} could not be written: {}: {}. The pipeline does not need it, and goes on; tools that look at the group see an old position. Check the rights of the user (read on the group, describe on the topics), or set kafka.consumer-groups = none.",
          name,
          cluster,
          why.getClass().getSimpleName(),
          why.getMessage());
    }
    failing = true;
    notBefore = now.plus(AFTER_FAILURE);
    closeAdmin(); // which would try to connect, and log each attempt, all the time
  }

  private static Map<TopicPartition, OffsetAndMetadata> changed(Positions from, Positions to) {
    Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
    for (String topic : to.topics()) {
      to.partitions(topic)
          .forEach(
              (partition, next) -> {
                if (from.of(topic, partition).orElse(-1) != next) {
                  changed.put(new TopicPartition(topic, partition), new OffsetAndMetadata(next));
                }
              });
    }
    return changed;
  }

  private void write(Map<TopicPartition, OffsetAndMetadata> positions)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (positions.isEmpty()) {
      return;
    }
    AlterConsumerGroupOffsetsResult result = admin().alterConsumerGroupOffsets(name, positions);
    for (TopicPartition partition : positions.keySet()) {
      try {
        result.partitionResult(partition).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) { // deleted since
          throw e;
        }
      }
    }
  }

  private void closeAdmin() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  private Admin admin() {
    if (admin == null) {
      Map<String, Object> options = new HashMap<>(cluster.clientOptions());
      options.remove(KafkaCluster.ISOLATION);
      options.put("default.api.timeout.ms", (int) TIMEOUT.toMillis());
      options.put("request.timeout.ms", (int) TIMEOUT.toMillis() / 2);
      options.put("client.id", name);
      admin = Admin.create(options);
    }
    return admin;
  }
}
