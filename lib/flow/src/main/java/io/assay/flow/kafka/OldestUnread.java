package io.assay.flow.kafka;

import io.assay.lake.Positions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The timestamp of the oldest record that has not been read: how old what the reader has is. Reads
 * only; no consumer group knows of it. Immutable.
 *
 * @param cluster where to ask
 */
public record OldestUnread(KafkaCluster cluster) {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Asks each partition for the record at a position, which must not have expired.
   *
   * @param positions of partitions that have records there
   * @return the least of their timestamps; empty if no partition has answered in time, as where
   *     only markers of transactions follow
   * @throws io.assay.model.AssayException (EXTERNAL) if the brokers refuse
   */
  public Optional<Instant> at(Positions positions) {
    Map<TopicPartition, Long> from = new HashMap<>();
    for (String topic : positions.topics()) {
      positions
          .partitions(topic)
          .forEach((number, offset) -> from.put(new TopicPartition(topic, number), offset));
    }
    return from.isEmpty() ? Optional.empty() : read(from);
  }

  private Optional<Instant> read(Map<TopicPartition, Long> from) {
    Set<TopicPartition> open = new HashSet<>(from.keySet());
    long oldest = Long.MAX_VALUE;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(open);
      from.forEach(consumer::seek);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!open.isEmpty() && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (open.remove(partition)) {
            oldest = Math.min(oldest, record.timestamp());
            consumer.pause(Set.of(partition));
          }
        }
      }
    } catch (KafkaException e) {
      throw KafkaFailure.ofBrokers(e, cluster).orElseThrow(() -> e);
    }
    return oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest));
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> options = new HashMap<>(cluster.clientOptions());
    options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    options.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, OffsetResetStrategy.EARLIEST.toString());
    options.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    return new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
