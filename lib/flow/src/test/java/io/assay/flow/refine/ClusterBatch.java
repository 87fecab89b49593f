package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.Secret;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.runtime.SessionFactory;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Applies one batch with executors that are processes of their own: a program for one. Tells the
 * name of its staging table, and begins when it is sent a line.
 */
final class ClusterBatch {
  static final int RECORDS = 1_000;

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

  private ClusterBatch() {}

  /**
   * @param args URL, role and password file of the database; a folder
   */
  public static void main(String[] args) throws Exception {
    SparkSession spark = SessionFactory.start("cluster-batch");
    AssayFunctions.register(spark);
    Environment.Database database =
        new Environment.Database(
            args[0],
            args[1],
            Optional.of(new Secret.FromFile(args[2])),
            "public",
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));
    RunInfo run =
        new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition");
    try (PipelineDatabase open = PipelineDatabase.open(database, PIPELINE, run)) {
      RefineBatch batch =
          new RefineBatch(
              open,
              Optional.empty(),
              new RawTable(Path.of(args[3], "raw").toUri().toString()),
              BatchSource.LAKE,
              End.STOPPED,
              Retries.PATIENT,
              (source, committed) -> {});
      System.out.println(
          "staging " + open.staging().table(open.staging().rowTable("item", "item")).sql());
      System.in.read();
      batch.call(spark.createDataFrame(records(), RawRecord.SCHEMA), 0L);
    }
    System.out.println("applied");
    System.exit(0);
  }

  private static List<Row> records() {
    List<Row> records = new ArrayList<>();
    for (long id = 0; id < RECORDS; id++) {
      records.add(
          RowFactory.create(
              "items",
              0,
              id,
              new Timestamp(1_700_000_000_000L),
              0,
              null,
              "{\"id\":%d}".formatted(id).getBytes(UTF_8),
              List.of()));
    }
    return records;
  }
}
