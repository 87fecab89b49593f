package io.assay.flow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.refine.LogLines;
import io.assay.lake.Positions;
import io.assay.model.Environment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class ConsumerGroupTest {
  private final TestKafka kafka = TestKafka.shared();
  private final KafkaCluster cluster = new KafkaCluster(kafka.environment());
  private final String topic = kafka.topic(2);
  private final String name = "g-" + UUID.randomUUID();

  /** Stands still until it is moved. */
  private static final class HandClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void closingWritesTheLatestPositionsAndATopicThatIsGoneDoesNotMatter() {
    try (ConsumerGroup group = new ConsumerGroup(cluster, name)) {
      group.reached(at(1, 2).with("t-" + UUID.randomUUID(), 0, 5));
      group.reached(at(3, 4).with("t-" + UUID.randomUUID(), 0, 5));
    }

    assertThat(kafka.committed(name)).isEqualTo(Map.of(topic + "-0", 3L, topic + "-1", 4L));
  }

  @Test
  void offsetsAreWrittenAgainNowAndThenSoThatBrokersDoNotForgetThem() throws Exception {
    HandClock clock = new HandClock();
    try (ConsumerGroup group = new ConsumerGroup(cluster, name, clock)) {
      group.reached(at(1, 2));
      await(() -> kafka.committed(name).size() == 2);
      kafka.forget(name, topic, 0);
      group.reached(at(1, 3));
      await(() -> kafka.committed(name).getOrDefault(topic + "-1", 0L) == 3);
      assertThat(kafka.committed(name)).doesNotContainKey(topic + "-0");
      clock.pass(Duration.ofMinutes(61));
      await(() -> kafka.committed(name).size() == 2);
    }
  }

  @Test
  void aGroupWithMembersIsRefusedOnceInTheLogAndWrittenWhenTheyAreGone() throws Exception {
    HandClock clock = new HandClock();
    try (LogLines log = LogLines.of(ConsumerGroup.class, Level.WARN);
        ConsumerGroup group = new ConsumerGroup(cluster, name, clock)) {
      try (KafkaConsumer<byte[], byte[]> member = member()) {
        member.subscribe(List.of(topic));
        await(
            () -> {
              member.poll(Duration.ofMillis(100));
              return !member.assignment().isEmpty();
            });
        group.reached(at(1, 1));
        await(() -> log.lines().size() == 1);
        clock.pass(Duration.ofSeconds(31));
        group.reached(at(2, 2));
        member.poll(Duration.ofSeconds(2));
        assertThat(log.lines())
            .singleElement()
            .asString()
            .startsWith("The consumer group " + name + " at ")
            .contains("could not be written");
      }
      await(
          () -> {
            clock.pass(Duration.ofSeconds(31));
            return kafka.committed(name).getOrDefault(topic + "-0", 0L) == 2;
          });
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void nobodyWaitsForAKafkaThatIsNotThere() {
    Environment.Kafka away = new Environment.Kafka("127.0.0.1:1", Map.of(), Map.of());
    Instant begun = Instant.now();
    try (ConsumerGroup group = new ConsumerGroup(new KafkaCluster(away), name)) {
      for (int i = 0; i < 1000; i++) {
        group.reached(at(i, i));
      }
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  private Positions at(long first, long second) {
    return Positions.none().with(topic, 0, first).with(topic, 1, second);
  }

  private KafkaConsumer<byte[], byte[]> member() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.environment().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            name,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            "false"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(60);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in vain awaited").isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
