package io.assay.flow.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.fault.FileSizeLimit;
import io.assay.flow.fault.LakeFolder;
import io.assay.flow.fault.Running;
import io.assay.flow.fault.SmallDisk;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.refine.LogLines;
import io.assay.flow.retry.QueryRestarts;
import io.assay.flow.retry.Retries;
import io.assay.model.AssayException;
import io.assay.model.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.logging.log4j.Level;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Land while the lake or Kafka is away, or the lake is full. */
class LandFaultsTest {
  private static final LandOptions PATIENT = options(new Retries(200, ms(50), ms(200)));
  private static final LandOptions HASTY = options(new Retries(3, ms(50), ms(200)));

  private final TestKafka kafka = TestKafka.shared();
  private final String topic = kafka.topic(1);
  @TempDir Path folder;
  private LakeFolder lake;
  private LandRun run;

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static LandOptions options(Retries retries) {
    return new LandOptions(
        Trigger.ProcessingTime(100), 1_000_000, Starting.EARLIEST, OnDataLoss.FAIL, retries);
  }

  @BeforeEach
  void makeLake() {
    lake = LakeFolder.in(folder);
    run = new LandRun(lake.link(), topic);
  }

  @Test
  void peerBug15ALakeThatIsAwayForAWhileIsWaitedFor() throws Exception {
    kafka.send(topic, 0, "a");
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running land = new Running(run.start(PATIENT))) {
      land.until("the first record", () -> run.counted() == 1);
      lake.takeAway();
      kafka.send(topic, 0, "b", "c");
      land.until("two attempts", () -> log.lines().size() >= 2);
      lake.bringBack();
      kafka.send(topic, 0, "d");

      land.until("what came meanwhile", () -> run.values().size() == 4);
    }
    assertThat(run.values()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void peerBug15ALakeThatStaysAwayEndsLandWithOneSentence() throws Exception {
    kafka.send(topic, 0, "a");
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running land = new Running(run.start(HASTY))) {
      land.until("the first record", () -> run.counted() == 1);
      lake.takeAway();
      kafka.send(topic, 0, "b");

      assertTold(land.failure(), "The raw table", lake.link().toString(), "not there any more");
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0))
          .contains("attempt 1 of 3 failed", "Reading or writing the lake at", "FileNotFound")
          .contains("Check that the folder is there");
    }
    lake.bringBack();
    run.landAll();
    assertThat(run.values()).containsExactly("a", "b");
  }

  @Test
  void peerBug15AFolderThatIsNotMountedIsNotTakenForAnEmptyLake() throws Exception {
    kafka.send(topic, 0, "a");
    try (Running land = new Running(run.start(HASTY))) {
      land.until("the first record", () -> run.counted() == 1);
      lake.unmount();
      kafka.send(topic, 0, "b");

      assertTold(land.failure(), "The raw table", lake.link().toString());
    }
    try (Stream<Path> made = Files.walk(lake.empty())) {
      assertThat(made.filter(path -> path.toString().endsWith(".parquet"))).isEmpty();
    }
    lake.bringBack();
    run.landAll();
    assertThat(run.values()).containsExactly("a", "b");
  }

  @Test
  void peerBug15AFullDiskOfTheLakeIsWaitedFor() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 8)) {
      run = new LandRun(disk.path(), topic);
      kafka.send(topic, 0, "a");
      try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
          Running land = new Running(run.start(PATIENT))) {
        land.until("the first record", () -> run.counted() == 1);
        disk.fill();
        kafka.send(topic, 0, "b");
        land.until("two attempts", () -> log.lines().size() >= 2);
        disk.free();

        land.until("what came meanwhile", () -> run.values().size() == 2);
      }
      assertThat(run.values()).containsExactly("a", "b");
    }
  }

  @Test
  void peerBug15AQuotaOfTheLakeThatIsUsedUpIsWaitedFor() throws Exception {
    byte[] large = new byte[900_000];
    new Random(7).nextBytes(large);
    kafka.send(topic, 0, "a");
    try (LogLines log = LogLines.of(QueryRestarts.class, Level.WARN);
        Running land = new Running(run.start(PATIENT))) {
      land.until("the first record", () -> run.counted() == 1);
      try (FileSizeLimit ignored = FileSizeLimit.of(ProcessHandle.current().pid(), 200_000)) {
        kafka.send(new ProducerRecord<>(topic, 0, null, large));
        land.until("two attempts", () -> log.lines().size() >= 2);
      }
      land.until("what came meanwhile", () -> run.rows("offset").size() == 2);
    }
    assertThat(run.rows("length(value)").get(1).getInt(0)).isEqualTo(large.length);
  }

  @Test
  void peerBug15AKafkaThatStaysAwayEndsLandWithOneSentence() throws Exception {
    run = hasty();
    kafka.send(topic, 0, "a");
    try (Running land = new Running(run.start(HASTY))) {
      land.until("the first record", () -> run.counted() == 1);
      kafka.broker().kill();
      try {
        assertTold(
            land.failure(), "Kafka at " + kafka.environment().bootstrapServers(), "Check that");
      } finally {
        kafka.broker().restart();
      }
    }
    kafka.send(topic, 0, "b");
    run.landAll();
    assertThat(run.values()).containsExactly("a", "b");
  }

  private LandRun hasty() {
    return new LandRun(lake.link(), new Topics.Named(List.of(topic)), kafka.hastyEnvironment());
  }

  private static void assertTold(AssayException failure, String... words) {
    assertThat(failure.kind()).isEqualTo(AssayException.Kind.EXTERNAL);
    assertThat(failure.getMessage()).contains(words).doesNotContain("\n");
  }
}
