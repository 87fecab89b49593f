package io.assay.tests;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records to Kafka in order, as any program would. */
final class TopicRecords implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  private TopicRecords(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                4 * 1024 * 1024),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Makes the topics, which must not exist, and a producer for them. */
  static TopicRecords createTopics(int partitions, Collection<String> topics) {
    String servers = TestServers.sandbox().bootstrapServers();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              topics.stream()
                  .map(
                      topic ->
                          new NewTopic(topic, Optional.of(partitions), Optional.empty())
                              .configs(Map.of("max.message.bytes", "4194304")))
                  .toList())
          .all()
          .get();
      return new TopicRecords(servers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while topics were made", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot make the topics " + topics, e.getCause());
    }
  }

  /** Sends records; returns when Kafka has all of them. */
  List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> answers = records.stream().map(producer::send).toList();
    producer.flush();
    List<RecordMetadata> sent = new ArrayList<>();
    for (Future<RecordMetadata> answer : answers) {
      try {
        sent.add(answer.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while records were sent", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("Kafka refuses a record", e.getCause());
      }
    }
    return sent;
  }

  @Override
  public void close() {
    producer.close();
  }
}
