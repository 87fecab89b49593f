package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.sandbox.SparkCluster;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every job on a standalone cluster of a master and two workers, with two executors: first with the
 * driver where the command is, then with the driver on a worker.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final String PIPELINE = TestPipeline.file("parcels");
  private static final String TOPIC = "parcels";
  private static final Path PROFILE =
      Repository.root().resolve("conf/profiles/standalone.properties");
  private static final int PORTION = 800;
  private static final int KAFKA_PARTITIONS = 4;

  /** Room for a driver and for an executor of the profile. */
  private static final int WORKER_CORES = 3;

  private static final int WORKER_MEGABYTES = 5 * 1024;

  /** Longer than the test takes. */
  private static final int KEEP_SECONDS = 3600;

  /** Where the driver is. */
  enum Mode {
    CLIENT,
    CLUSTER;

    private String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @TempDir static Path directory;
  private final TestEnvironment environment = TestEnvironment.create("cluster");
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<String, ClusterDriver> drivers = new LinkedHashMap<>();
  private final Map<Mode, List<String>> expected = new LinkedHashMap<>();
  private final Map<Mode, List<String>> stored = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private List<EventLog> eventLogs;
  private Parcels parcels;
  private SparkCluster cluster;
  private Outcome kill;

  @BeforeAll
  void runEveryJob() throws Exception {
    parcels = new Parcels(Files.createDirectories(directory.resolve("parcels")));
    Files.createDirectories(events());
    cluster =
        SparkCluster.start(
            directory.resolve("cluster"),
            new SparkCluster.Worker(
                WORKER_CORES, WORKER_MEGABYTES, KEEP_SECONDS, environment.variables()));
    runEveryJob(Mode.CLIENT);
    runEveryJob(Mode.CLUSTER);
    eventLogs = EventLog.readAll(events());
  }

  private void runEveryJob(Mode mode) throws Exception {
    submit(mode, "feed", feed());
    submit(mode, "land", "land", PIPELINE, "--available-now");
    submit(mode, "refine", "refine", PIPELINE, "--available-now");
    submit(mode, "feed again", feed());
    if (mode == Mode.CLIENT) {
      submit(mode, "run", "run", PIPELINE, "--until-caught-up");
    } else {
      runUntilKilled();
      submit(mode, "land of nothing", "land", PIPELINE, "--env", "/nowhere/absent.conf");
    }
    submit(mode, "upkeep", "upkeep", PIPELINE);
    submit(mode, "summary", "summary", PIPELINE);
    submit(mode, "plan", plan(mode));
    try (Connection connection = environment.connect()) {
      stored.put(mode, Parcels.stored(connection));
      expected.put(mode, parcels.expected());
    }
  }

  private String[] feed() throws IOException {
    return new String[] {
      "feed",
      "files",
      here(parcels.write(PORTION)),
      "--topic",
      TOPIC,
      "--key",
      "id",
      "--partitions",
      Integer.toString(KAFKA_PARTITIONS)
    };
  }

  /** In cluster mode with definitions that only {@code --files} knows of. */
  private String[] plan(Mode mode) throws IOException {
    if (mode == Mode.CLIENT) {
      return new String[] {"plan", PIPELINE};
    }
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Path pipeline = Files.copy(Path.of(PIPELINE), elsewhere.resolve("shipped-pipeline.conf"));
    Path file = Files.copy(environment.file(), elsewhere.resolve("shipped-environment.conf"));
    return new String[] {
      "plan",
      "shipped-pipeline.conf",
      "--env",
      "shipped-environment.conf",
      "--files",
      pipeline + "," + file
    };
  }

  /** The path as people write it, from the directory that they are in. */
  private static String here(Path file) {
    return Path.of("").toAbsolutePath().relativize(file.toAbsolutePath()).toString();
  }

  private Path events() {
    return directory.resolve("events");
  }

  private String[] spark(Mode mode, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("--env")) {
      all.addAll(List.of("--env", here(environment.file())));
    }
    all.addAll(
        List.of(
            "--master",
            cluster.url(),
            "--deploy-mode",
            mode.word(),
            "--properties-file",
            PROFILE.toString(),
            // All executors before the first task, and tasks on both; JVMs that live for seconds
            // should start fast.
            "--conf",
            "spark.scheduler.minRegisteredResourcesRatio=1.0",
            "--conf",
            "spark.locality.wait=0s",
            "--conf",
            "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "--driver-java-options",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"));
    all.addAll(EventLog.settings(events()));
    return all.toArray(String[]::new);
  }

  private void submit(Mode mode, String name, String... arguments) throws Exception {
    String step = mode.word() + " " + name;
    outcomes.put(step, environment.runOnCluster(Map.of(), spark(mode, arguments)));
    if (mode == Mode.CLUSTER) {
      String id = newDriver();
      Awaiting.until("the end of the driver of " + step, () -> driver(id).hasEnded());
      drivers.put(name, driver(id));
    }
  }

  private String newDriver() throws Exception {
    Awaiting.until("a driver", () -> ClusterDriver.all(cluster).size() > known.size());
    String id =
        ClusterDriver.all(cluster).stream()
            .map(ClusterDriver::id)
            .filter(driver -> !known.contains(driver))
            .findFirst()
            .orElseThrow();
    known.add(id);
    return id;
  }

  private ClusterDriver driver(String id) {
    return ClusterDriver.all(cluster).stream()
        .filter(driver -> driver.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** A job that does not end by itself. */
  private void runUntilKilled() throws Exception {
    outcomes.put(
        "cluster run",
        environment.runOnCluster(Map.of(), spark(Mode.CLUSTER, "run", PIPELINE, "--supervise")));
    String id = newDriver();
    try (Connection connection = environment.connect()) {
      Awaiting.until(
          "the rows of " + id,
          () -> {
            assertThat(driver(id).hasEnded()).isFalse();
            return Parcels.stored(connection).size() == parcels.expected().size();
          });
    }
    kill = SparkSubmit.run("--kill", id, "--master", cluster.restUrl());
    Awaiting.until("the end of " + id, () -> driver(id).hasEnded());
    drivers.put("run", driver(id));
  }

  @AfterAll
  void end() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void withTheDriverHereEveryCommandEndsWithTheStatusOfItsJob() {
    assertThat(outcomes.keySet()).filteredOn(step -> step.startsWith("client ")).hasSize(8);
    outcomes.forEach(
        (step, outcome) ->
            assertThat(outcome.status()).as(step + ": " + outcome.errors()).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"feed", "land", "refine", "feed again", "upkeep", "summary", "plan"})
  void theDriverOnAWorkerFinishes(String name) throws IOException {
    assertThat(drivers.get(name).state()).as(() -> said(drivers.get(name))).isEqualTo("FINISHED");
    assertThat(drivers.get(name).mainClass()).startsWith("io.assay.");
  }

  private String said(ClusterDriver driver) {
    StringBuilder all = new StringBuilder();
    for (Path work : cluster.workFolders()) {
      for (String stream : List.of("stdout", "stderr")) {
        Path file = work.resolve(driver.id()).resolve(stream);
        try {
          all.append(Files.exists(file) ? Files.readString(file) : "");
        } catch (IOException e) {
          all.append(e);
        }
      }
    }
    return all.toString();
  }

  @Test
  void theMasterSaysThatADriverHasFailedTheCommandDoesNot() {
    assertThat(drivers.get("land of nothing").state()).isEqualTo("FAILED");
    assertThat(said(drivers.get("land of nothing"))).contains("/nowhere/absent.conf");
    assertThat(outcomes.get("cluster land of nothing").status()).isZero();
  }

  @Test
  void aDriverThatIsKilledEndsItsBatchAndSaysSoInTheLedger() throws SQLException {
    assertThat(kill.status()).as(kill.errors()).isZero();
    assertThat(drivers.get("run").state()).as(said(drivers.get("run"))).isEqualTo("FINISHED");
    try (Connection connection = environment.connect()) {
      assertThat(Ledger.number(connection, "select count(*) from assay.run")).isEqualTo(4);
      assertThat(
              Ledger.number(connection, "select count(*) from assay.run where status = 'stopped'"))
          .isEqualTo(4);
    }
  }

  @Test
  void theProfileHasTheOptionsThatSparkForgetsForADriverOnAWorker() throws IOException {
    assertThat(Files.readString(PROFILE).split("\\s"))
        .contains(
            Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
                .filter(option -> option.startsWith("--add-opens"))
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theTablesHaveTheRowsOfAllRecords(Mode mode) {
    assertThat(expected.get(mode)).hasSizeGreaterThan(PORTION);
    assertThat(stored.get(mode)).isEqualTo(expected.get(mode));
  }

  @Test
  void theLakeHasEveryRecordAndSilverEveryAcceptedOne() throws SQLException {
    Lake lake = new Lake(environment.lake());
    assertThat(lake.raw("parcels")).hasSize(parcels.written()).doesNotHaveDuplicates();
    assertThat(lake.silver("parcels", "parcel"))
        .hasSize(parcels.expected().size())
        .doesNotHaveDuplicates();
    try (Connection connection = environment.connect()) {
      assertThat(Ledger.number(connection, "select count(*) from assay.quarantine"))
          .isEqualTo(parcels.refused());
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theWorkIsDoneByTwoExecutorsThatAreNotTheDriver(Mode mode) {
    for (String job : List.of("land", "refine", "run")) {
      List<EventLog> logs =
          eventLogs.stream()
              .filter(log -> log.name().equals("assay-" + job + "-parcels"))
              .filter(log -> log.deployMode().equals(mode.word()))
              .toList();
      assertThat(logs).as(mode.word() + " " + job).hasSize(1);
      assertThat(logs.get(0).workers())
          .as(mode.word() + " " + job)
          .hasSizeBetween(job.equals("land") ? 1 : 2, 2) // a small batch is landed by one task
          .doesNotContainKey("driver");
      assertThat(logs.get(0).workers().values()).doesNotHaveDuplicates();
    }
  }

  @Test
  void noSecretIsToldToAnyone() throws Exception {
    assertThat(SecretSearch.placesIn(environment, directory)).isEmpty();
  }
}
