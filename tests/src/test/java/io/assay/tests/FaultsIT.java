package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tests.AssayCommand.Outcome;
import io.assay.tests.oracle.Coordinates;
import io.assay.tests.oracle.Expectation;
import io.assay.tests.oracle.FedRecord;
import io.assay.tests.oracle.FedRecords;
import io.assay.tests.oracle.Holds;
import io.assay.tests.oracle.ManufacturingOracle;
import io.assay.tests.oracle.StoredState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The pipeline {@code manufacturing} twice over the same topics: once through crashes and lost
 * checkpoints while records come, once undisturbed. Both must end where the oracle says, which
 * knows no batches.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private static final String PIPELINE = "manufacturing";
  private static final Map<String, String> KINDS =
      Map.of(
          "fabrication", "fabrication",
          "sub_assembly", "sub-assembly",
          "assembly", "assembly");

  private static final long SEED = 20260;
  private static final int RECORDS = 4000;
  private static final int PORTION = 500;
  private static final int SMALL_PORTION = 60;

  private final TestEnvironment disturbed = TestEnvironment.create("disturbed");
  private final TestEnvironment undisturbed = TestEnvironment.create("undisturbed");
  private final Map<String, List<String>> differences = new LinkedHashMap<>();
  private Outcome secondInstance;
  private boolean firstInstanceWentOn;
  private String firstRun;
  private long batchInTheGap;
  private boolean gapWasHit;
  private long batchesBeforeRestart;

  @BeforeAll
  void disturbAndDoNot() throws Exception {
    try (PlantRecords records = new PlantRecords(SEED, RECORDS)) {
      records.send(PORTION);
      killBetweenTheCommits(records);

      records.send(PORTION);
      refine("after the driver was killed", "run", PIPELINE, "--until-caught-up");

      DirectoryTree.delete(disturbed.lake().resolve("checkpoints"));
      records.send(PORTION);
      refine("after the checkpoints were lost", "run", PIPELINE, "--until-caught-up");

      records.send(PORTION);
      refine("from Kafka", "refine", PIPELINE, "--source", "kafka", "--available-now");

      records.send(records.size() - records.sent());
      refine("back from the lake", "run", PIPELINE, "--until-caught-up");
    }
    Outcome outcome = undisturbed.run("run", PIPELINE, "--until-caught-up");
    assertThat(outcome.status()).as(outcome.errors()).isZero();
  }

  private void killBetweenTheCommits(PlantRecords records) throws Exception {
    try (AssayCommand driver =
            disturbed.start(
                "run", PIPELINE, "--refine-interval", "1s", "--max-bytes-per-batch", "1");
        Connection ledger = disturbed.connect()) {
      firstRun = awaitRun(driver, ledger);
      secondInstance = disturbed.run("refine", PIPELINE);
      long before = Ledger.batches(ledger);
      records.send(SMALL_PORTION);
      Awaiting.until("the first instance goes on", () -> Ledger.batches(ledger) > before);
      firstInstanceWentOn = driver.isAlive();

      CommitWatch watch =
          new CommitWatch(
              driver,
              ledger,
              disturbed.lake().resolve("checkpoints/" + PIPELINE + "/refine-lake/commits"));
      batchInTheGap = watch.killInTheGap(() -> records.send(SMALL_PORTION));
      gapWasHit = !watch.hasCheckpoint(batchInTheGap);
      batchesBeforeRestart = Ledger.batches(ledger);
      disturbed.ended(driver);
    }
  }

  private static String awaitRun(AssayCommand driver, Connection ledger) throws Exception {
    Awaiting.until(
        "the first batch",
        () -> {
          assertThat(driver.isAlive()).as(driver.errors()).isTrue();
          return Ledger.exists(ledger) && Ledger.batches(ledger) > 0;
        });
    return Ledger.text(ledger, "select run_id from assay.run");
  }

  /** Runs a command in the disturbed environment, and compares what it leaves. */
  private void refine(String when, String... arguments) throws SQLException {
    Outcome outcome = disturbed.run(arguments);
    assertThat(outcome.status()).as(when + ": " + outcome.errors()).isZero();
    differences.put(when, differences(disturbed));
  }

  private static List<String> differences(TestEnvironment environment) throws SQLException {
    try (Connection connection = environment.connect()) {
      return expectation().differences(StoredState.read(connection, "public"));
    }
  }

  private static List<FedRecord> fed() {
    return FedRecords.read(TestServers.sandbox().bootstrapServers(), PlantRecords.TOPICS);
  }

  private static Expectation expectation() {
    return ManufacturingOracle.expect(fed(), Holds.WAITING);
  }

  @Test
  void undisturbedTheTablesHoldWhatTheOracleSays() throws SQLException {
    assertThat(differences(undisturbed)).isEmpty();
  }

  @Test
  void theRecordsHaveSomethingForEveryFate() {
    Expectation expectation = expectation();
    assertThat(expectation.quarantined()).hasSizeGreaterThan(RECORDS / 50);
    assertThat(expectation.held()).isNotEmpty();
    assertThat(PlantRecords.TOPICS)
        .anySatisfy(topic -> assertThat(expectation.topic(topic).filtered()).isPositive());
    assertThat(fed()).anySatisfy(record -> assertThat(record.value()).isNull());
  }

  @Test
  void peerBug20ASecondInstanceIsRefusedAndToldWhoWorks() {
    assertThat(secondInstance.status()).isEqualTo(2);
    assertThat(secondInstance.errors())
        .contains(PIPELINE, firstRun, Ledger.host())
        .doesNotContain("\tat ");
    assertThat(firstInstanceWentOn).isTrue();
  }

  @Test
  void peerBug01TheDriverWasKilledBetweenItsTwoCommitsAndTheRestartChangesNothingTwice()
      throws SQLException {
    assertThat(gapWasHit).isTrue();
    assertThat(differences).containsEntry("after the driver was killed", List.of());
    try (Connection connection = disturbed.connect()) {
      assertThat(
              Ledger.text(
                  connection,
                  "select status from assay.run where run_id = '" + firstRun + "'::uuid"))
          .isEqualTo("lost");
      assertThat(
              Ledger.number(
                  connection,
                  "select count(*) from assay.batch where run_id <> '" + firstRun + "'::uuid"))
          .isPositive();
    }
    assertThat(batchesBeforeRestart).isPositive();
  }

  @Test
  void peerBug03LostCheckpointsChangeNothing() {
    assertThat(differences).containsEntry("after the checkpoints were lost", List.of());
  }

  @Test
  void theSourceMayChangeToKafkaAndBack() {
    assertThat(differences)
        .containsEntry("from Kafka", List.of())
        .containsEntry("back from the lake", List.of());
  }

  @Test
  void theLedgerCountsEveryRecordOnce() throws SQLException {
    for (TestEnvironment environment : List.of(disturbed, undisturbed)) {
      try (Connection connection = environment.connect()) {
        for (String topic : PlantRecords.TOPICS) {
          assertThat(Ledger.counts(connection, PIPELINE, topic))
              .isEqualTo(expectation().topic(topic));
        }
      }
    }
  }

  @Test
  void everyRecordIsInTheRawTableOnceByteForByte() {
    List<String> records =
        FedRecords.consume(TestServers.sandbox().bootstrapServers(), PlantRecords.TOPICS).stream()
            .map(Lake::line)
            .sorted()
            .toList();
    assertThat(records).hasSize(RECORDS);
    assertThat(new Lake(undisturbed.lake()).raw(PIPELINE)).isEqualTo(records);
    assertThat(new Lake(disturbed.lake()).raw(PIPELINE)).isEqualTo(records);
  }

  @Test
  void silverHasEveryAcceptedRecordOnce() {
    Set<Coordinates> accepted = new TreeSet<>(expectation().accepted());
    fed().stream().filter(record -> record.value() == null).forEach(r -> accepted.remove(r.at()));
    for (TestEnvironment environment : List.of(disturbed, undisturbed)) {
      KINDS.forEach(
          (kind, topic) ->
              assertThat(new Lake(environment.lake()).silver(PIPELINE, kind))
                  .isEqualTo(accepted.stream().filter(at -> at.topic().equals(topic)).toList()));
    }
  }

  @Test
  void aRowLeadsToItsBatchItsRunItsDefinitionAndItsBytes() throws SQLException {
    try (Connection connection = disturbed.connect()) {
      String trace =
          """
          select item_id || ' ' || run.status || ' ' || (definition like '%%"manufacturing"%%')
            || ' ' || assay_topic || '/' || assay_partition || '/' || assay_offset
          from item
          join assay.origin using (assay_batch)
          join assay.run using (run_id)
          where origin.run_id = '%s'::uuid
          limit 1
          """
              .formatted(firstRun);
      String[] row = Ledger.text(connection, trace).split(" ");
      assertThat(row).hasSize(4).contains("lost", "true");
      String line =
          new Lake(disturbed.lake())
              .raw(PIPELINE).stream().filter(raw -> raw.startsWith(row[3] + " ")).findFirst().get();
      assertThat(Lake.value(line)).contains("\"" + row[0] + "\"");
    }
  }

  @Test
  void noSecretIsToldToAnyone() throws Exception {
    for (TestEnvironment environment : List.of(disturbed, undisturbed)) {
      assertThat(SecretSearch.placesIn(environment)).isEmpty();
    }
  }

  @AfterAll
  void showDifferences() {
    differences.forEach(
        (when, found) -> found.forEach(difference -> System.err.println(when + ": " + difference)));
  }
}
