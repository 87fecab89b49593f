package io.assay.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that cannot work says what is wrong and what to do, and ends with the status for it. */
class ExitStatusIT {
  private static final int WRONG_USAGE = 2;
  private static final int NOT_STARTED = 3;
  private static final int FAILED = 4;
  private static final TestEnvironment ENVIRONMENT = TestEnvironment.create("exits");

  private static void toldWithoutStackTrace(Outcome outcome, int status, String... words) {
    assertThat(outcome.status()).as(outcome.errors()).isEqualTo(status);
    assertThat(outcome.errors()).contains(words).doesNotContain("\tat ");
    ENVIRONMENT
        .secrets()
        .forEach(secret -> assertThat(outcome.output() + outcome.errors()).doesNotContain(secret));
  }

  /** An environment as ours, but with something replaced. */
  private static Path changed(Path directory, String words, String others) throws IOException {
    String ours = Files.readString(ENVIRONMENT.file());
    assertThat(ours).containsPattern(words);
    return Files.writeString(directory.resolve("changed.conf"), ours.replaceFirst(words, others));
  }

  /** A port on which nobody listens. */
  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void anEnvironmentThatIsAbsentIsNamed() {
    Outcome outcome =
        AssayCommand.run("run", TestPipeline.file("notes"), "--env", "/nowhere/absent.conf");
    toldWithoutStackTrace(outcome, WRONG_USAGE, "/nowhere/absent.conf");
  }

  @Test
  void anUnknownOptionIsNamed() {
    Outcome outcome = ENVIRONMENT.run("run", TestPipeline.file("notes"), "--until-cought-up");
    toldWithoutStackTrace(outcome, WRONG_USAGE, "--until-cought-up", "--until-caught-up");
  }

  @Test
  void allFaultsOfAPipelineAreToldAtOnceWithTheirLines() {
    Outcome outcome = ENVIRONMENT.run("refine", TestPipeline.file("faulty"));
    toldWithoutStackTrace(
        outcome,
        WRONG_USAGE,
        "faulty.conf:3",
        "jsn",
        "faulty.conf:7",
        "txt",
        "faulty.conf:9",
        "indexes");
  }

  @Test
  void aPasswordThatIsNotThereIsAskedFor() {
    Outcome outcome =
        AssayCommand.run(
            Map.of(),
            "refine",
            TestPipeline.file("notes"),
            "--available-now",
            "--env",
            ENVIRONMENT.file().toString());
    toldWithoutStackTrace(outcome, WRONG_USAGE, "ASSAY_TEST_");
  }

  @Test
  void aTableThatDiffersIsLeftAloneAndEveryDifferenceIsTold() throws SQLException {
    try (Connection connection = ENVIRONMENT.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table note (id integer primary key, body text, extra text)");
      Outcome outcome = ENVIRONMENT.run("refine", TestPipeline.file("notes"), "--available-now");
      toldWithoutStackTrace(
          outcome,
          WRONG_USAGE,
          "note.id",
          "integer",
          "note.extra",
          "note.sender",
          "note.assay_batch");
      assertThat(
              Ledger.number(
                  connection,
                  "select count(*) from information_schema.columns where table_name = 'note'"))
          .isEqualTo(3);
      statement.execute("drop table note");
    }
  }

  @Test
  void aDatabaseThatIsAwayIsNamed(@TempDir Path directory) throws IOException {
    String port = Integer.toString(closedPort());
    Path environment = changed(directory, "127\\.0\\.0\\.1:[0-9]+/", "127.0.0.1:" + port + "/");
    Outcome outcome =
        ENVIRONMENT.runIn(environment, "refine", TestPipeline.file("notes"), "--available-now");
    toldWithoutStackTrace(outcome, NOT_STARTED, "127.0.0.1:" + port);
  }

  @Test
  void peerBug15ADatabaseThatRefusesForTooLongEndsTheJobWithOneSentence(@TempDir Path directory)
      throws IOException, SQLException {
    TestEnvironment environment = TestEnvironment.create("refusing");
    String definition =
        Files.readString(Path.of(TestPipeline.file("notes")))
            .replace("pipeline = notes", "pipeline = memos")
            .replace("topics = [notes]", "topics = [memos]")
            .replace("note {", "memo {");
    String pipeline =
        Files.writeString(directory.resolve("memos.conf"), definition).toAbsolutePath().toString();
    assertThat(environment.run("apply", pipeline).status()).isZero();
    try (TopicRecords topic = TopicRecords.createTopics(1, List.of("memos"));
        Connection connection = environment.connect();
        Statement statement = connection.createStatement()) {
      topic.send(List.of(new ProducerRecord<>("memos", "{\"id\":\"a\"}".getBytes(UTF_8))));
      statement.execute("revoke insert on memo from current_user");

      Outcome outcome = environment.run("run", pipeline, "--until-caught-up", "--attempts", "2");

      toldWithoutStackTrace(
          outcome, FAILED, "Attempt 1 of 2 failed", "run: Cannot commit", "memo", "SQLSTATE 42501");
      assertThat(Ledger.number(connection, "select count(*) from assay.quarantine")).isZero();
      assertThat(Ledger.text(connection, "select status from assay.run")).isEqualTo("failed");
    }
  }

  @Test
  void aKafkaThatIsAwayIsNamed(@TempDir Path directory) throws IOException {
    String port = Integer.toString(closedPort());
    Path environment =
        changed(
            directory,
            "bootstrap-servers = \"[^\"]*\"\\s*options \\{}",
            "bootstrap-servers = \"127.0.0.1:"
                + port
                + "\", options { default.api.timeout.ms = 5000, request.timeout.ms = 4000 }");
    Outcome outcome =
        ENVIRONMENT.runIn(environment, "land", TestPipeline.file("notes"), "--available-now");
    toldWithoutStackTrace(outcome, NOT_STARTED, "127.0.0.1:" + port);
  }
}
