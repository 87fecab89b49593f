package io.assay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
  private static final TopicPartition PARTITION = new TopicPartition("records", 0);

  @TempDir Path directory;

  @Test
  void itKeepsAcknowledgedRecordsWhenItIsKilledAndStartedAgain() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(directory)) {
      String address = broker.bootstrapServers();
      createTopic(address);
      send(address, "before");
      broker.kill();
      assertThatThrownBy(broker::checkAnswer).isInstanceOf(java.io.IOException.class);
      broker.restart();
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      send(address, "after");
      assertThat(receive(address, 200)).startsWith("before-0", "before-1").endsWith("after-99");
    }
  }

  @Test
  void anotherBrokerFindsTheDataThatOneHasLeft() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(directory)) {
      createTopic(broker.bootstrapServers());
      send(broker.bootstrapServers(), "kept");
    }
    try (KafkaBroker broker = KafkaBroker.start(directory)) {
      assertThat(receive(broker.bootstrapServers(), 100)).hasSize(100);
    }
  }

  @Test
  void aBrokerThatRunsIsNotStartedAgain() {
    try (KafkaBroker broker = KafkaBroker.start(directory)) {
      assertThatThrownBy(broker::restart).isInstanceOf(IllegalStateException.class);
    }
  }

  private static void createTopic(String address) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1))).all().get();
    }
  }

  private static void send(String address, String prefix) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", address);
    properties.put("acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      IntStream.range(0, 100)
          .mapToObj(i -> producer.send(new ProducerRecord<>(PARTITION.topic(), prefix + "-" + i)))
          .toList()
          .forEach(sent -> assertThat(sent).succeedsWithin(Duration.ofSeconds(60)));
    }
  }

  private static List<String> receive(String address, int count) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", address);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      List<String> received = new java.util.ArrayList<>();
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (received.size() < count && System.nanoTime() < deadline) {
        StreamSupport.stream(consumer.poll(Duration.ofMillis(200)).spliterator(), false)
            .map(ConsumerRecord::value)
            .forEach(received::add);
      }
      return received;
    }
  }
}
