package io.assay.flow.land;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.flow.TestSession;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.retry.Retries;
import io.assay.lake.Positions;
import io.assay.model.AssayException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LandQueryTest {
  private static final LandOptions STREAMING = with(Trigger.ProcessingTime(200));
  private static final LandOptions CONTINUE =
      new LandOptions(
          Trigger.AvailableNow(),
          1_000_000,
          Starting.EARLIEST,
          OnDataLoss.CONTINUE,
          Retries.PATIENT);
  private static final LandOptions LATEST =
      new LandOptions(
          Trigger.AvailableNow(), 1_000_000, Starting.LATEST, OnDataLoss.FAIL, Retries.PATIENT);

  private final TestKafka kafka = TestKafka.shared();
  @TempDir Path lake;

  private static LandOptions with(Trigger trigger) {
    return new LandOptions(trigger, 1_000_000, Starting.EARLIEST, OnDataLoss.FAIL, Retries.PATIENT);
  }

  @Test
  void everyRecordLandsByteForByte() throws Exception {
    String topic = kafka.topic(2);
    byte[] megabyte = new byte[1_000_000];
    new Random(7).nextBytes(megabyte);
    byte[] key = {0, (byte) 0xff};
    kafka.send(new ProducerRecord<>(topic, 0, 1234L, key, (byte[]) null));
    kafka.send(new ProducerRecord<>(topic, 0, null, new byte[0]));
    kafka.send(new ProducerRecord<>(topic, 0, null, "{\"cut".getBytes(UTF_8)));
    kafka.send(new ProducerRecord<>(topic, 1, null, megabyte));
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 1, null, key);
    Headers headers = record.headers();
    headers.add("h", null).add("h", new byte[0]).add("", key).add("h", key).add("h", key);
    kafka.send(record);
    LandRun run = new LandRun(lake, topic);
    run.landAll();

    List<Row> rows = run.rows("partition", "offset", "key", "value", "timestamp_type", "headers");
    assertThat(rows).hasSize(5);
    assertThat(rows.stream().map(row -> row.getInt(0) + "/" + row.getLong(1)))
        .containsExactly("0/0", "0/1", "0/2", "1/0", "1/1");
    assertThat((byte[]) rows.get(0).get(2)).isEqualTo(key);
    assertThat(rows.get(0).isNullAt(3)).isTrue();
    assertThat(rows.get(1).isNullAt(2)).isTrue();
    assertThat((byte[]) rows.get(1).get(3)).isEmpty();
    assertThat((byte[]) rows.get(2).get(3)).asString().isEqualTo("{\"cut");
    assertThat((byte[]) rows.get(3).get(3)).isEqualTo(megabyte);
    assertThat(rows.get(3).isNullAt(5)).isTrue();
    assertThat(rows.get(4).<Row>getList(5).stream().map(LandQueryTest::text))
        .containsExactly("h=null", "h=[]", "=[0, -1]", "h=[0, -1]", "h=[0, -1]");
    assertThat(run.rows("unix_millis(timestamp)").get(0).getLong(0)).isEqualTo(1234);
    assertThat(run.counted()).isEqualTo(5);
  }

  private static String text(Row header) {
    return header.getString(0) + "=" + Arrays.toString((byte[]) header.get(1));
  }

  @Test
  void aRestartGoesOnBehindTheLastRecordWhateverLiesInTheCheckpoint() throws Exception {
    String topic = kafka.topic(1);
    LandRun run = new LandRun(lake, topic);
    kafka.send(topic, 0, "a", "b");
    run.landAll();
    Path other = Path.of(URI.create(run.checkpoints())).resolve("of-a-killed-run");
    Files.createDirectories(other.resolve("offsets"));
    Files.writeString(other.resolve("offsets/0"), "v1\n{}\n{\"" + topic + "\":{\"0\":0}}");
    kafka.send(topic, 0, "c");
    run.landAll();
    run.landAll();

    assertThat(run.values()).containsExactly("a", "b", "c");
    assertThat(other).doesNotExist();
    assertThat(run.table().positions(TestSession.spark()))
        .isEqualTo(Positions.none().with(topic, 0, 3));
  }

  @Test
  void ofTwoWritersOneIsRefusedAndNothingIsDoubled() throws Exception {
    String topic = kafka.topic(1);
    LandRun run = new LandRun(lake, topic);
    kafka.send(topic, 0, "a");
    try (LandQuery first = run.start(STREAMING);
        LandQuery second = run.start(TestSession.spark().newSession(), STREAMING)) {
      StreamingQuery one = first.queries().get(0);
      StreamingQuery two = second.queries().get(0);
      while (one.isActive() && two.isActive()) {
        kafka.send(topic, 0, "b");
        LandRun.ended(one, 100);
      }
      LandQuery refused = one.isActive() ? second : first;
      LandQuery winner = one.isActive() ? first : second;

      assertThat(LandRun.failure(refused))
          .hasMessageContaining("another writer adds to the raw table " + run.table().path())
          .hasMessageContaining(TestSession.spark().sparkContext().applicationId());
      winner.queries().get(0).processAllAvailable();
      winner.queries().get(0).stop();
    }
    assertThat(run.rows("offset")).doesNotHaveDuplicates();
    assertThat(run.rows("offset")).hasSize((int) run.counted());
  }

  @Test
  void peerBug16RecordsThatExpiredBeforeAStartAreNamedAndMayBeLeftOut() throws Exception {
    String topic = kafka.topic(2);
    LandRun run = new LandRun(lake, topic);
    kafka.send(topic, 1, "a", "b");
    run.landAll();
    kafka.send(topic, 1, "c", "d", "e");
    kafka.expire(topic, 1, 4);

    assertThatThrownBy(run::landAll)
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.DATA))
        .hasMessage(
            "Records expired in Kafka before they were read: %s/1 [2, 4). To go on without them, use --on-data-loss continue."
                .formatted(topic));
    run.landAll(CONTINUE);
    assertThat(run.values()).containsExactly("a", "b", "e");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void recordsThatExpireWhileLandRunsAreNamed() throws Exception {
    String topic = kafka.topic(1);
    LandRun run = new LandRun(lake, topic);
    try (LandQuery land = run.start(with(Trigger.ProcessingTime(3000)))) {
      StreamingQuery query = land.queries().get(0);
      long end = 0;
      while (query.isActive()) {
        kafka.send(topic, 0, "a", "b");
        end += 2;
        kafka.expire(topic, 0, end);
        LandRun.ended(query, 500);
      }
      assertThat(LandRun.failure(land).getMessage())
          .matches(
              "Records expired in Kafka before they were read: " + topic + "/0 \\[\\d+, \\d+\\).*");
    }
  }

  @Test
  void transactionMarkersAreNoRecordsAndAbortedRecordsDoNotLand() throws Exception {
    String topic = kafka.topic(1);
    LandRun run = new LandRun(lake, topic);
    try (KafkaProducer<byte[], byte[]> producer =
        kafka.producer(Map.of("transactional.id", topic))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, 0, null, "aborted".getBytes(UTF_8)));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, 0, null, "committed".getBytes(UTF_8)));
      producer.commitTransaction();
    }
    run.landAll();
    kafka.expire(topic, 0, 4);
    run.landAll();

    assertThat(run.values()).containsExactly("committed");
    assertThat(run.table().positions(TestSession.spark()).of(topic, 0)).hasValue(4);
  }

  @Test
  void latestIsDecidedOnceAndNewPartitionsAreReadFromTheirBeginning() throws Exception {
    String topic = kafka.topic(1);
    LandRun run = new LandRun(lake, topic);
    kafka.send(topic, 0, "before");
    run.landAll(LATEST);
    kafka.send(topic, 0, "meanwhile");
    kafka.growTo(topic, 2);
    kafka.send(topic, 1, "new");
    run.landAll(LATEST);

    assertThat(run.values()).containsExactly("meanwhile", "new");
  }

  @Test
  void missingTopicsAreNamed() {
    String topic = kafka.topic(1);
    LandRun run = new LandRun(lake, topic, "no-such-1", "no-such-0");

    assertThatThrownBy(run::landAll)
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.EXTERNAL))
        .hasMessageContaining("no-such-0, no-such-1");
  }

  @Test
  void aTopicThatWasCreatedAnewIsRefused() throws Exception {
    String topic = kafka.topic(1);
    LandRun run = new LandRun(lake, topic);
    kafka.send(topic, 0, "a", "b");
    run.landAll();
    kafka.delete(topic);
    while (kafka.topics().contains(topic)) {
      Thread.onSpinWait();
    }
    kafka.create(topic, 1);

    assertThatThrownBy(run::landAll)
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("partition 0 was read up to offset 2, but it ends at 0");
  }
}
