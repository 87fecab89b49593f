package io.assay.flow.kafka;

import io.assay.model.Environment;
import io.assay.sandbox.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The one broker of the tests of this module, and what tests do to it. */
public final class TestKafka {
  private static final TestKafka SHARED = start();

  private final KafkaBroker broker;
  private final String servers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  private TestKafka(KafkaBroker broker) {
    this.broker = broker;
    this.servers = broker.bootstrapServers();
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.producer = producer(Map.of());
  }

  public static TestKafka shared() {
    return SHARED;
  }

  public Environment.Kafka environment() {
    return new Environment.Kafka(servers, Map.of(), Map.of());
  }

  /** The same, where the queries tell consumer groups how far they have come. */
  public Environment.Kafka environmentWithGroups(String prefix) {
    return new Environment.Kafka(servers, Map.of(), Map.of(), Optional.of(prefix));
  }

  /** What a consumer group has committed, by topic and partition: {@code orders-0}. */
  public Map<String, Long> committed(String group) {
    Map<String, Long> committed = new TreeMap<>();
    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((partition, offset) -> committed.put(partition.toString(), offset.offset()));
    return committed;
  }

  /** Lets a consumer group forget what it has committed of a partition. */
  public void forget(String group, String topic, int partition) {
    await(
        admin
            .deleteConsumerGroupOffsets(group, Set.of(new TopicPartition(topic, partition)))
            .all());
  }

  /** The broker itself; who ends it starts it again. */
  public KafkaBroker broker() {
    return broker;
  }

  /** The same, for clients that wait a few seconds only. */
  public Environment.Kafka hastyEnvironment() {
    return new Environment.Kafka(
        servers, Map.of("default.api.timeout.ms", "2000", "request.timeout.ms", "1500"), Map.of());
  }

  /** Makes a topic with a name of its own. */
  public String topic(int partitions) {
    String topic = "t-" + UUID.randomUUID();
    create(topic, partitions);
    return topic;
  }

  public void create(String topic, int partitions) {
    await(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
  }

  public void delete(String topic) {
    await(admin.deleteTopics(List.of(topic)).all());
  }

  public void growTo(String topic, int partitions) {
    await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  /** Lets the records before an offset expire. */
  public void expire(String topic, int partition, long before) {
    await(
        admin
            .deleteRecords(
                Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
            .all());
  }

  /** Sends values to a partition. */
  public void send(String topic, int partition, String... values) {
    for (String value : values) {
      send(new ProducerRecord<>(topic, partition, null, value.getBytes()));
    }
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    await(producer.send(record));
  }

  /** A producer of its own; the caller closes it. */
  public KafkaProducer<byte[], byte[]> producer(Map<String, Object> options) {
    Map<String, Object> all = new HashMap<>(options);
    all.put("bootstrap.servers", servers);
    all.put("max.request.size", 5_000_000);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public Collection<String> topics() {
    return await(admin.listTopics().names());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T await(KafkaFuture<T> future) {
    return await(future.toCompletionStage().toCompletableFuture());
  }

  private static TestKafka start() {
    try {
      KafkaBroker broker = KafkaBroker.start(Files.createTempDirectory("assay-flow-kafka"));
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      return new TestKafka(broker);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
