package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.model.AssayException;
import io.assay.model.Topics;
import io.assay.runtime.log.BackgroundThreads;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every ten seconds how far it is ahead of a query that does not read it. Where Kafka
 * does not answer, the lag stays what it was; nobody waits for the answer. Thread-safe.
 */
public final class LagMeter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagMeter.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final KafkaCluster cluster;
  private final Topics topics;
  private final Reading reading;
  private final ScheduledExecutorService thread;
  private volatile Positions reached = Positions.none();

  // Of the thread alone.
  private TopicOffsets offsets;
  private boolean failing;
  private long notBefore = System.nanoTime();

  /** Hears how far Kafka is ahead. */
  @FunctionalInterface
  public interface Reading {
    void behind(String topic, int partition, long offsets);
  }

  /** Begins to ask. */
  public LagMeter(KafkaCluster cluster, Topics topics, Reading reading) {
    this.cluster = cluster;
    this.topics = topics;
    this.reading = reading;
    this.thread = Executors.newSingleThreadScheduledExecutor(new BackgroundThreads("assay-lag"));
    thread.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The query has come so far. Returns at once. */
  public void reached(Positions positions) {
    reached = positions;
  }

  @Override
  public void close() {
    thread.execute(this::disconnect);
    thread.shutdown();
  }

  private void ask() {
    if (System.nanoTime() - notBefore < 0) {
      return;
    }
    try {
      if (offsets == null) {
        offsets = TopicOffsets.of(cluster, topics);
      }
      Positions at = reached; // before the ends, so that a lag is never less than none
      tell(at, offsets.end());
      failing = false;
    } catch (AssayException e) {
      failed(e.getMessage());
    } catch (RuntimeException e) { // or it would never be asked again
      failed(e.toString());
    }
  }

  private void failed(String why) {
    if (!failing) {
      LOG.warn("How far Kafka is ahead is not known for now: {}", why);
    }
    failing = true;
    notBefore = System.nanoTime() + AFTER_FAILURE.toNanos();
    disconnect(); // the client would try to connect, and log each attempt, all the time
  }

  private void disconnect() {
    if (offsets != null) {
      offsets.close(Duration.ZERO);
      offsets = null;
    }
  }

  private void tell(Positions at, Positions ends) {
    Positions earliest = Positions.none();
    for (String topic : ends.topics()) {
      for (Map.Entry<Integer, Long> end : ends.partitions(topic).entrySet()) {
        int partition = end.getKey();
        OptionalLong next = at.of(topic, partition);
        if (next.isEmpty() && earliest.size() == 0) {
          earliest = offsets.earliest();
        }
        long from = next.orElse(earliest.of(topic, partition).orElse(0));
        reading.behind(topic, partition, Math.max(0, end.getValue() - from));
      }
    }
  }
}
