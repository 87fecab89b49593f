package io.assay.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.engine.record.RawRecord;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.WriterIdentity;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.model.file.Rendered;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicPartition;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.SessionFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}: whether a pipeline runs, and how far it is behind Kafka. */
class StatusCommandTest {
  private static final String TOPIC = "watched";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final Servers servers = new Servers();
  private final PrintStream out = System.out;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Pipeline pipeline;
  private Environment environment;
  @TempDir Path folder;

  @BeforeAll
  static void fiveRecords() {
    Servers.topic(TOPIC);
    Servers.send(
        TOPIC,
        List.of("a", "b", "c", "d", "e").stream()
            .map(id -> "{\"id\":\"%s\"}".formatted(id).getBytes(UTF_8))
            .toList());
  }

  @BeforeEach
  void define() throws IOException {
    // A name of its own, since the lake is kept from test to test.
    String name = "watched-" + UUID.randomUUID().toString().substring(0, 8);
    pipeline =
        PipelineFile.parse(
            Files.writeString(
                folder.resolve("watched.conf"),
                """
                pipeline = %s
                source { topics = [watched], format = json }
                silver = false
                records {
                  thing {
                    fields { id { from = id, type = text } }
                    tables { thing { key = [id], columns { id = id } } }
                  }
                }
                """
                    .formatted(name)));
    environment =
        EnvironmentFile.parse(
            Files.writeString(folder.resolve("environment.conf"), servers.environment()));
    System.setOut(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
  }

  @Test
  void ofAPipelineThatNeverRanAllIsAhead() throws IOException {
    JsonNode status = status(ExitStatus.NOT_RUNNING);

    assertThat(status.get("state").textValue()).isEqualTo("never");
    assertThat(status.get("last_commit").isNull()).isTrue();
    assertThat(status.get("land_behind").intValue()).isEqualTo(5);
    assertThat(status.get("refine_behind").intValue()).isEqualTo(5);
    assertThat(status.get("stale_seconds").doubleValue()).isBetween(0.0, 3600.0).isPositive();
  }

  @Test
  void aRunThatGoesOnIsNamedWithWhatItHasDone() throws IOException {
    land(4);
    try (PipelineDatabase database = open()) {
      refined(database, 0, 3);

      JsonNode status = status(ExitStatus.STOPPED);

      assertThat(status.get("state").textValue()).isEqualTo("running");
      assertThat(status.get("run").get("host").textValue()).isEqualTo("watch-host");
      assertThat(status.get("lock_session").intValue()).isPositive();
      assertThat(status.get("last_commit").get("records").intValue()).isEqualTo(3);
      JsonNode partition = status.get("partitions").get(0);
      assertThat(partition.get("end").intValue()).isEqualTo(5);
      assertThat(partition.get("landed").intValue()).isEqualTo(4);
      assertThat(partition.get("refined").intValue()).isEqualTo(3);
      assertThat(status.get("land_behind").intValue()).isEqualTo(1);
      assertThat(status.get("refine_behind").intValue()).isEqualTo(2);
    }
  }

  @Test
  void whatComesBehindAGapIsNotCountedAsDone() throws IOException {
    try (PipelineDatabase database = open()) {
      refined(database, 0, 1);
      refined(database, 3, 5);
    }

    assertThat(status(ExitStatus.NOT_RUNNING).get("refine_behind").intValue()).isEqualTo(4);
  }

  @Test
  void aRunThatHasEndedIsToldFromOneThatWasKilled() throws IOException {
    try (PipelineDatabase database = open()) {
      refined(database, 0, 5);
    }
    land(5);
    assertThat(run(ExitStatus.NOT_RUNNING))
        .contains("not running; the last run ended in order")
        .contains("nothing: all that Kafka has is landed and refined");

    servers.execute("update assay.run set status = 'running', ended_at = null");
    assertThat(run(ExitStatus.NOT_RUNNING)).contains("not running; the last run was killed");

    servers.execute("update assay.run set status = 'failed', ended_at = now()");
    assertThat(run(ExitStatus.NOT_RUNNING)).contains("not running; the last run failed");
  }

  private JsonNode status(ExitStatus expected) throws IOException {
    return new ObjectMapper().readTree(run(expected, "--json"));
  }

  private String run(ExitStatus expected, String... options) {
    said.reset();
    List<String> arguments = new ArrayList<>(List.of(folder.resolve("watched.conf").toString()));
    arguments.addAll(List.of("--env", folder.resolve("environment.conf").toString()));
    arguments.addAll(List.of(options));
    assertThat(StatusCommand.run(arguments.toArray(String[]::new))).isEqualTo(expected);
    return said.toString(UTF_8);
  }

  private PipelineDatabase open() {
    Rendered rendered = Rendered.of(pipeline);
    return PipelineDatabase.open(
        environment.database(),
        pipeline,
        new RunInfo(
            UUID.randomUUID(), "app", "watch-host", "1", rendered.version(), rendered.text()));
  }

  /** Commits a batch whose records a condition has filtered. */
  private static void refined(PipelineDatabase database, long from, long to) {
    long records = to - from;
    database.commit(
        new Batch(
            BatchSource.KAFKA,
            0,
            Instant.now(),
            List.of(
                new TaskSummary(
                    from,
                    Map.of(PARTITION, OffsetRanges.of(from, to)),
                    Map.of(TOPIC, new TopicCounts(records, 0, records, 0))))));
  }

  private void land(int records) {
    SparkSession session = SessionFactory.start("land");
    try {
      List<Row> rows = new ArrayList<>();
      for (long offset = 0; offset < records; offset++) {
        rows.add(
            RowFactory.create(
                TOPIC, 0, offset, new Timestamp(0), 0, null, "{}".getBytes(UTF_8), List.of()));
      }
      RawWriter.open(
              session,
              new RawTable(environment.lake().raw(pipeline.name())),
              WriterIdentity.of(session, UUID.randomUUID()),
              Clock.systemUTC())
          .append(
              session.createDataFrame(rows, RawRecord.SCHEMA),
              Positions.none().with(TOPIC, 0, records));
    } finally {
      session.stop();
    }
  }
}
