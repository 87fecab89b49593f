package io.assay.engine;

import static org.apache.spark.sql.functions.col;

import com.sun.management.ThreadMXBean;
import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * Measures what refining costs an executor, apart from reading and staging: records of the
 * benchmark's pipeline, in one thread. Prints seconds of CPU and allocated bytes per million
 * records and pass. Arguments: the pipeline's file.
 */
final class RefinementBenchmark {
  private static final int RECORDS = 20_000;
  private static final int ROUNDS = 25;
  private static final int PASSES = 8;

  private RefinementBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    AssayFunctions.register(spark);
    Path file = Path.of(arguments[0]);
    Pipeline pipeline =
        PipelineFile.parse(file.getFileName().toString(), Files.readString(file), Map.of());
    List<InternalRow> records =
        spark
            .createDataFrame(records(pipeline.source().topics().get(0)), RawRecord.SCHEMA)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(InternalRow::copy)
            .collect();
    List<Column> columns = new ArrayList<>(List.of(col(Refined.FATE), col(Refined.FINDINGS)));
    for (int table = 0; table < pipeline.records().get(0).tables().size(); table++) {
      columns.add(col(Refined.row(0, table)));
    }
    CompiledRefinement.Task task =
        CompiledRefinement.of(spark, pipeline, columns.toArray(Column[]::new)).task(0);
    for (int pass = 0; pass < PASSES; pass++) {
      measure(task, records);
    }
    spark.stop();
  }

  private static void measure(CompiledRefinement.Task task, List<InternalRow> records) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    InternalRow fresh = new GenericInternalRow(new Object[] {false});
    long cpu = threads.getCurrentThreadCpuTime();
    long bytes = threads.getThreadAllocatedBytes(id);
    long applied = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (InternalRow record : records) {
        applied += task.refine(record, fresh).getInt(0) == Refined.Fate.APPLY.code() ? 1 : 0;
      }
    }
    double millions = RECORDS * (double) ROUNDS / 1_000_000;
    System.out.printf(
        "%,d applied: CPU %.2f s, %,d MB allocated per million%n",
        applied,
        (threads.getCurrentThreadCpuTime() - cpu) / 1e9 / millions,
        (long) ((threads.getThreadAllocatedBytes(id) - bytes) / 1e6 / millions));
  }

  private static List<Row> records(String topic) {
    List<Row> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      String value =
          """
          {"id": %d, "customer": "C-%06d", "product": "P-%05d", "quantity": %d, "price": "%d.%02d", "currency": "EUR", \
          "status": "shipped", "created_at": "2026-01-%02dT10:15:%02dZ", "updated_at": "2026-02-%02dT11:16:%02d.125Z", \
          "note": "left at the door of the neighbour, as agreed by telephone on the day before"}"""
              .formatted(
                  1_000_000 + i,
                  i % 999_999,
                  i % 99_999,
                  1 + i % 1000,
                  i % 500,
                  i % 100,
                  1 + i % 28,
                  i % 60,
                  1 + i % 28,
                  i % 60);
      records.add(
          RowFactory.create(
              topic,
              i % 4,
              (long) i,
              Timestamp.valueOf("2026-03-01 00:00:00"),
              0,
              null,
              value.getBytes(StandardCharsets.UTF_8),
              null));
    }
    return records;
  }
}
