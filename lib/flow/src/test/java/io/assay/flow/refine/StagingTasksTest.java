package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many tasks stage a batch whose records come from many partitions. */
class StagingTasksTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final int PARTITIONS = 8;
  private static final int CORES = SPARK.sparkContext().defaultParallelism();
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "items.conf",
          """
          pipeline = items
          silver = false
          source { topics = [items], format = json }
          records {
            item {
              fields { id { from = id, type = bigint } }
              root = item
              tables { item { key = [id], columns { id = id } } }
            }
          }
          """,
          Map.of());

  private final TestPostgres postgres = TestPostgres.fresh();
  @TempDir Path lake;

  /** The tasks of each stage. */
  private static final class Stages extends SparkListener {
    private final List<Integer> tasks = new CopyOnWriteArrayList<>();

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
      tasks.add(stage.stageInfo().numTasks());
    }
  }

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @Test
  void afterASmallBatchThereAreNoMoreTasksThanCores() throws Exception {
    assertThat(CORES).isLessThan(PARTITIONS);

    assertThat(tasks(10, 10)).containsExactly(PARTITIONS, CORES);
    assertThat(postgres.rows("select count(*), count(distinct id) from item"))
        .containsExactly("20|20");
    assertThat(postgres.rows("select sum(raw), sum(applied) from assay.batch_topic"))
        .containsExactly("20|20");
  }

  @Test
  void afterALargeBatchEachPartitionHasATask() throws Exception {
    assertThat(tasks((int) RefineBatch.LARGE, 10)).containsExactly(PARTITIONS, PARTITIONS);
  }

  /** Applies two batches of so many records. */
  private List<Integer> tasks(int first, int second) throws Exception {
    Stages stages = new Stages();
    SPARK.sparkContext().addSparkListener(stages);
    try (PipelineDatabase database =
            PipelineDatabase.open(
                postgres.database(),
                PIPELINE,
                new RunInfo(
                    UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"));
        RefineBatch batch =
            new RefineBatch(
                database,
                Optional.empty(),
                new RawTable(lake.resolve("raw").toUri().toString()),
                BatchSource.LAKE,
                End.STOPPED,
                new Retries(3, Duration.ofMillis(10), Duration.ofMillis(20)),
                (source, committed) -> {})) {
      batch.call(dataset(0, first), 0L);
      batch.call(dataset(first, second), 1L);
      Instant deadline = Instant.now().plusSeconds(60);
      while (stages.tasks.size() < 2) {
        assertThat(Instant.now()).as("Spark has told of both stages").isBefore(deadline);
        TimeUnit.MILLISECONDS.sleep(20);
      }
      return List.copyOf(stages.tasks);
    } finally {
      SPARK.sparkContext().removeSparkListener(stages);
    }
  }

  private static Dataset<Row> dataset(int from, int count) {
    List<Row> records = new ArrayList<>();
    for (long id = from; id < from + count; id++) {
      records.add(
          RowFactory.create(
              "items",
              0,
              id,
              new Timestamp(1_700_000_000_000L),
              0,
              null,
              "{\"id\":%d}".formatted(id).getBytes(UTF_8),
              new Row[0]));
    }
    return SPARK.createDataFrame(
        JavaSparkContext.fromSparkContext(SPARK.sparkContext()).parallelize(records, PARTITIONS),
        RawRecord.SCHEMA);
  }
}
