package io.assay.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic that the benchmark reads: four partitions.
 *
 * @param bootstrapServers of its broker
 */
record Topic(String bootstrapServers, String name) {
  static final int PARTITIONS = 4;
  private static final short ONE_REPLICA = 1;
  private static final long NANOS = 1_000_000_000;
  private static final Map<String, Object> LARGE_BATCHES =
      Map.of(ProducerConfig.LINGER_MS_CONFIG, 10, ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
  private static final Map<String, Object> NO_WAITING = Map.of(ProducerConfig.LINGER_MS_CONFIG, 0);

  /** Makes the topic and sends the records, each exactly once. */
  void fill(Records records, long count) {
    create();
    send(records, count);
  }

  /** Sends records, each exactly once. */
  void send(Records records, long count) {
    send(records, count, LARGE_BATCHES, sent -> {});
  }

  /**
   * Sends records one by one, at a steady rate.
   *
   * @return how much later than due a record was sent at most
   */
  Duration send(Records records, long count, int perSecond) {
    long begun = System.nanoTime();
    AtomicLong latest = new AtomicLong();
    send(
        records,
        count,
        NO_WAITING,
        sent -> {
          long due = begun + sent * NANOS / perSecond;
          while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
          }
          latest.accumulateAndGet(System.nanoTime() - due, Math::max);
        });
    return Duration.ofNanos(latest.get());
  }

  /** Sends records; before each one the pace is asked, with the number of those that were sent. */
  private void send(Records records, long count, Map<String, Object> options, LongConsumer pace) {
    Map<String, Object> all = new HashMap<>(options);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    AtomicReference<Exception> refused = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.partitionsFor(name); // asked now, not while the first record waits
      for (long sent = 0; sent < count && refused.get() == null; sent++) {
        Records.Message message = records.next();
        pace.accept(sent);
        producer.send(
            new ProducerRecord<>(
                name,
                message.key().getBytes(StandardCharsets.UTF_8),
                message.value().getBytes(StandardCharsets.UTF_8)),
            (metadata, failure) -> {
              if (failure != null) {
                refused.compareAndSet(null, failure);
              }
            });
      }
      producer.flush();
    }
    if (refused.get() != null) {
      throw new BenchException("Kafka did not take every record: " + refused.get(), refused.get());
    }
  }

  /** Makes the topic, empty. */
  void create() {
    administrate(Topic::create);
  }

  /** The same; one that is there is deleted before. */
  void createAnew() {
    administrate(
        (topic, admin) -> {
          if (admin.listTopics().names().get().contains(topic.name)) {
            admin.deleteTopics(List.of(topic.name)).all().get();
          }
          create(topic, admin);
        });
  }

  private static void create(Topic topic, Admin admin)
      throws ExecutionException, InterruptedException {
    admin.createTopics(List.of(new NewTopic(topic.name, PARTITIONS, ONE_REPLICA))).all().get();
  }

  /** What is asked of the broker. */
  private interface Request {
    void send(Topic topic, Admin admin) throws ExecutionException, InterruptedException;
  }

  private void administrate(Request request) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      request.send(this, admin);
    } catch (ExecutionException e) {
      throw new BenchException("Cannot make the topic " + name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while making the topic " + name, e);
    }
  }
}
