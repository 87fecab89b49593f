package io.assay.flow.kafka;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Some records of a topic, to look at: from each partition the first and the last ones. Reads only;
 * no consumer group knows of it. Immutable.
 */
public final class TopicSample {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaCluster cluster;
  private final String topic;

  public TopicSample(Environment.Kafka kafka, String topic) {
    this.cluster = new KafkaCluster(kafka);
    this.topic = topic;
  }

  /**
   * Reads about so many records; all where the topic has no more.
   *
   * @throws AssayException (EXTERNAL) if the topic is missing or the brokers do not answer
   */
  public List<ConsumerRecord<byte[], byte[]>> read(int records) {
    Map<TopicPartition, Long> earliest = new HashMap<>();
    Map<TopicPartition, Long> end = new HashMap<>();
    try (TopicOffsets offsets = TopicOffsets.of(cluster, new Topics.Named(List.of(topic)))) {
      offsets
          .earliest()
          .partitions(topic)
          .forEach((number, offset) -> earliest.put(new TopicPartition(topic, number), offset));
      offsets
          .end()
          .partitions(topic)
          .forEach((number, offset) -> end.put(new TopicPartition(topic, number), offset));
    }
    long half = Math.max(1, records / (2L * Math.max(1, earliest.size())));
    List<ConsumerRecord<byte[], byte[]>> sample = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      for (Map.Entry<TopicPartition, Long> partition : earliest.entrySet()) {
        long from = partition.getValue();
        long to = end.get(partition.getKey());
        long firstEnd = Math.min(to, from + half);
        read(consumer, partition.getKey(), from, firstEnd, sample);
        read(consumer, partition.getKey(), Math.max(firstEnd, to - half), to, sample);
      }
    } catch (KafkaException e) {
      throw KafkaFailure.ofBrokers(e, cluster).orElseThrow(() -> e);
    }
    return sample;
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long from,
      long to,
      List<ConsumerRecord<byte[], byte[]>> sample) {
    if (from >= to) {
      return;
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < to) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < to) {
          sample.add(record);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new AssayException(
            AssayException.Kind.EXTERNAL,
            "Cannot read the topic %s at %s: no answer within %d seconds. Check that the brokers are reachable."
                .formatted(topic, cluster, PATIENCE.toSeconds()));
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> options = new HashMap<>(cluster.clientOptions());
    options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    options.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
