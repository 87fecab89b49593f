package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineOptions.Source;
import io.assay.flow.retry.Retries;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.WriterIdentity;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.RunInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the end of a run does about records that wait for a parent which is not there. */
class RefineRunTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "impatient.conf",
          """
          pipeline = impatient
          source { topics = [devices], format = json }
          records {
            device {
              fields { id { from = id, type = text }, model { from = model, type = text } }
              tables {
                model { key = [name], columns { name = model }, when = "id = 'model'" }
                device {
                  key = [id]
                  columns { id = id, model = model }
                  references { model { columns = [model], orphan { hold = 0 seconds, then = reject } } }
                }
              }
              root = device
            }
          }
          """,
          Map.of());

  private final TestPostgres postgres = TestPostgres.fresh();
  @TempDir Path folder;
  private Environment environment;

  @BeforeEach
  void landAnOrphan() {
    environment =
        new Environment(
            "test",
            new Environment.Kafka("127.0.0.1:1", Map.of(), Map.of()),
            new Environment.Lake(folder.toUri().toString()),
            postgres.database());
    RawWriter.open(
            SPARK,
            new RawTable(environment.lake().raw("impatient")),
            WriterIdentity.of(SPARK, UUID.randomUUID()),
            Clock.systemUTC())
        .append(
            SPARK.createDataFrame(
                List.of(
                    RowFactory.create(
                        "devices",
                        0,
                        0L,
                        new Timestamp(1_700_000_000_000L),
                        0,
                        null,
                        "{\"id\":\"a\",\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8),
                        List.of())),
                RawRecord.SCHEMA),
            Positions.none().with("devices", 0, 1));
  }

  @Test
  void aRunThatHasCaughtUpGivesUpWaiting() throws Exception {
    try (RefineRun run = start()) {
      run.query().awaitTermination();
    }

    assertThat(waiting()).containsExactly("0");
    assertThat(quarantined()).containsExactly("1");
  }

  @Test
  void aRunThatIsStoppedBeforeItHasCaughtUpLeavesWaitingToTheNext() throws Exception {
    try (RefineRun run = start()) {
      run.query().awaitTermination();
      run.stopping();
    }

    assertThat(waiting()).containsExactly("1");
    assertThat(quarantined()).containsExactly("0");
  }

  private RefineRun start() {
    RefineOptions options =
        new RefineOptions(
            Source.LAKE, Optional.empty(), OptionalLong.empty(), End.CAUGHT_UP, Retries.PATIENT);
    return new RefineQuery(PIPELINE, environment, options)
        .start(
            SPARK,
            new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"),
            (source, committed) -> {});
  }

  private List<String> waiting() {
    return postgres.rows("select count(*) from assay.held");
  }

  private List<String> quarantined() {
    return postgres.rows("select count(*) from assay.quarantine");
  }
}
