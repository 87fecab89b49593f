package io.assay.crash.feed;

import io.assay.crash.CrashException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the records of a workload in a thread of its own until it is closed, each once, however
 * long the broker is away. A header has the record's number.
 */
public final class Feed implements AutoCloseable {
  /** The header with the number of a record. */
  public static final String NUMBER = "number";

  private static final long TICK_MILLIS = 50;
  private static final int PATIENCE_MILLIS = 600_000;
  private static final short ONE_REPLICA = 1;

  private final Workload workload;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLongArray ends;
  private final AtomicLong wanted = new AtomicLong();
  private final AtomicReference<Exception> refused = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile long sent;

  private Feed(Workload workload, KafkaProducer<byte[], byte[]> producer) {
    this.workload = workload;
    this.producer = producer;
    this.ends = new AtomicLongArray(workload.partitions());
    this.thread = new Thread(this::send, "feed-" + workload.topic());
    thread.setDaemon(true);
  }

  /** Makes the topic and begins to send. */
  public static Feed start(Workload workload, String bootstrapServers) {
    createTopic(workload, bootstrapServers);
    Feed feed =
        new Feed(
            workload,
            new KafkaProducer<>(
                Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true,
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    PATIENCE_MILLIS,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    PATIENCE_MILLIS,
                    ProducerConfig.LINGER_MS_CONFIG,
                    10),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    feed.thread.start();
    return feed;
  }

  /** The workload that is sent. */
  public Workload workload() {
    return workload;
  }

  /** Sends so many records at once, beside those of the usual pace. */
  public void burst(int records) {
    wanted.addAndGet(records);
  }

  /** The end of each partition, as far as the broker has confirmed it. */
  public long[] ends() {
    long[] now = new long[workload.partitions()];
    for (int partition = 0; partition < now.length; partition++) {
      now[partition] = ends.get(partition);
    }
    return now;
  }

  /** How many records were sent; final once it is closed. */
  public long sent() {
    return sent;
  }

  /** Throws what keeps Kafka from taking the records. */
  public void check() {
    Exception failure = refused.get();
    if (failure != null) {
      throw new CrashException(
          "Kafka refuses a record of " + workload.topic() + ": " + failure, failure);
    }
  }

  /** Ends with what was asked for; returns when Kafka has all of it. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
    check();
  }

  private void send() {
    try {
      while (!closing && refused.get() == null) {
        wanted.addAndGet(workload.pace() * TICK_MILLIS / 1000);
        for (long left = wanted.getAndSet(0); left > 0 && refused.get() == null; left--) {
          send(sent++);
        }
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
      producer.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      refused.compareAndSet(null, e);
    }
  }

  private void send(long number) {
    FedRecord record = workload.record(number);
    producer.send(
        new ProducerRecord<>(
            workload.topic(),
            record.partition(),
            record.key(),
            record.value(),
            List.of(new RecordHeader(NUMBER, Draw.bytes(Long.toString(number))))),
        (metadata, failure) -> {
          if (failure != null) {
            refused.compareAndSet(null, failure);
          } else if (metadata.hasOffset()) {
            ends.accumulateAndGet(metadata.partition(), metadata.offset() + 1, Math::max);
          }
        });
  }

  private static void createTopic(Workload workload, String bootstrapServers) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(workload.topic(), workload.partitions(), ONE_REPLICA)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new CrashException(
          "Cannot make the topic " + workload.topic() + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrashException("Interrupted while making the topic " + workload.topic(), e);
    }
  }
}
