package io.assay.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Makes the topic and sends the records, each exactly once. */
  void fill(Records records, long count) {
    create();
    AtomicReference<Exception> refused = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.LINGER_MS_CONFIG,
                10,
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1024),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (long sent = 0; sent < count && refused.get() == null; sent++) {
        Records.Message message = records.next();
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
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(new NewTopic(name, PARTITIONS, ONE_REPLICA))).all().get();
    } catch (ExecutionException e) {
      throw new BenchException("Cannot make the topic " + name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while making the topic " + name, e);
    }
  }
}
