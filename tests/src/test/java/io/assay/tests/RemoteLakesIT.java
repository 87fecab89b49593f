package io.assay.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.sandbox.HdfsCluster;
import io.assay.sandbox.S3Server;
import io.assay.tests.AssayCommand.Outcome;
import io.assay.tests.oracle.FedRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Lake and checkpoints on HDFS and on S3, each a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteLakesIT {
  private static final String PARCELS = "parcels";
  private static final String PIPELINE = TestPipeline.file(PARCELS);
  private static final int PORTION = 300;
  private static final int FEW = 10;
  private static final int IDS = 200;
  private static final int HEAVY = 10;

  private static final Path DIRECTORY = Repository.root().resolve("tests/target/remote-lakes");

  private HdfsCluster hdfs;
  private S3Server s3;
  private TopicRecords topic;
  private TestEnvironment onS3;
  private int sent;

  @BeforeAll
  void startServers() {
    TestServers.deleteTree(DIRECTORY);
    s3 = S3Server.start(DIRECTORY.resolve("s3"));
    hdfs = HdfsCluster.start(DIRECTORY.resolve("hdfs"));
    topic = TopicRecords.createTopics(2, List.of(PARCELS));
    onS3 = TestEnvironment.create("ons3", LakeSite.on(s3, "ons3"));
  }

  @AfterAll
  void endServers() throws Exception {
    for (AutoCloseable each : Arrays.asList(topic, hdfs, s3)) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  @Order(1)
  void aWrongKeyIsToldAtTheStart() {
    send();

    Outcome outcome =
        onS3.runWith(
            Map.of(LakeSite.SECRET_KEY, "not-the-key"), "run", PIPELINE, "--until-caught-up");

    assertThat(outcome.status()).as(outcome.errors()).isEqualTo(3);
    assertThat(outcome.errors())
        .contains("s3a://lake/ons3", "AccessDenied", "lake.secrets")
        .doesNotContain("\tat ");
  }

  @Test
  @Order(2)
  void onS3EverythingIsThereOnce() throws Exception {
    everythingIsThereOnce(onS3, LakeSite.on(s3, "ons3"));
  }

  @Test
  @Order(3)
  void onHdfsEverythingIsThereOnce() throws Exception {
    LakeSite site = LakeSite.on(hdfs, "onhdfs");
    everythingIsThereOnce(TestEnvironment.create("onhdfs", site), site);
  }

  @Test
  @Order(4)
  void ofTwoLandsOnS3OneIsRefusedAndNothingIsLostOrDoubled() throws Exception {
    try (AssayCommand one = onS3.start("land", PIPELINE, "--interval", "2s");
        AssayCommand other = onS3.start("land", PIPELINE, "--interval", "2s")) {
      Awaiting.until(
          "one is refused",
          () -> {
            send(FEW);
            return !one.isAlive() || !other.isAlive();
          });
      AssayCommand refused = one.isAlive() ? other : one;
      AssayCommand working = one.isAlive() ? one : other;
      Outcome outcome = onS3.ended(refused);
      assertThat(outcome.status()).as(outcome.errors()).isEqualTo(2);
      assertThat(outcome.errors()).contains("another writer adds to the raw table");
      working.terminate();
      assertThat(onS3.ended(working).status()).isZero();
    }
    succeed(onS3, "land", PIPELINE, "--available-now");
    assertThat(new Lake(LakeSite.on(s3, "ons3").readable()).raw(PARCELS)).isEqualTo(records());
  }

  @Test
  @Order(5)
  void noSecretIsToldToAnyone() throws Exception {
    assertThat(SecretSearch.placesIn(onS3)).isEmpty();
  }

  private void everythingIsThereOnce(TestEnvironment environment, LakeSite site) throws Exception {
    send();
    succeed(environment, "run", PIPELINE, "--until-caught-up");
    send();
    succeed(environment, "run", PIPELINE, "--until-caught-up");
    send();
    succeed(environment, "land", PIPELINE, "--available-now");
    succeed(environment, "refine", PIPELINE, "--source", "kafka", "--available-now");
    succeed(environment, "upkeep", PIPELINE);

    Lake lake = new Lake(site.readable());
    assertThat(lake.raw(PARCELS)).isEqualTo(records());
    int heavy = sent / HEAVY;
    assertThat(lake.silver(PARCELS, "parcel")).hasSize(sent - heavy).doesNotHaveDuplicates();
    try (Connection connection = environment.connect()) {
      assertThat(Ledger.number(connection, "select count(*) from assay.quarantine"))
          .isEqualTo(heavy);
      assertThat(Ledger.number(connection, "select count(*) from parcel")).isEqualTo(lightIds());
      assertThat(Ledger.counts(connection, PARCELS, PARCELS).fed()).isEqualTo(sent);
    }
  }

  private static void succeed(TestEnvironment environment, String... arguments) {
    Outcome outcome = environment.run(arguments);
    assertThat(outcome.status()).as(outcome.errors()).isZero();
  }

  private void send() {
    send(PORTION);
  }

  private void send(int count) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = sent; i < sent + count; i++) {
      String id = "p" + i % IDS;
      String value = "{\"id\":\"%s\",\"weight\":%d}".formatted(id, isHeavy(i) ? 1000 : i % 30);
      records.add(new ProducerRecord<>(PARCELS, id.getBytes(UTF_8), value.getBytes(UTF_8)));
    }
    topic.send(records);
    sent += count;
  }

  private static boolean isHeavy(int number) {
    return number % HEAVY == HEAVY - 1;
  }

  private static int lightIds() {
    return IDS - IDS / HEAVY;
  }

  private static List<String> records() {
    return FedRecords.consume(TestServers.sandbox().bootstrapServers(), List.of(PARCELS)).stream()
        .map(Lake::line)
        .sorted()
        .toList();
  }
}
