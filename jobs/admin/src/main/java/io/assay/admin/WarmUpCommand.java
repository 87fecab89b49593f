package io.assay.admin;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import io.assay.engine.record.RawRecord;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.WriterIdentity;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code warm-up}: makes a JVM load the classes of Spark that the jobs load, so that {@code
 * submit/assay} can have it put them into an archive from which later ones start faster. Lands a
 * record in a raw table of its own, reads it as a stream and decodes it; asks no server, and leaves
 * nothing behind.
 */
final class WarmUpCommand implements AdminCommand {
  private static final CommandLine COMMAND_LINE =
      CommandLine.named("warm-up", "Loads the classes of Spark that jobs load, and ends.").build();

  @Override
  public void runAndExit(String[] args) {
    CommandRunner.runAndExit(COMMAND_LINE, args, WarmUpCommand::run);
  }

  private static ExitStatus run(Arguments arguments) {
    SparkSession session = SessionFactory.start("assay-warm-up");
    try {
      Path folder = Files.createTempDirectory("assay-warm-up");
      try {
        land(session, new RawTable(folder.resolve("raw").toUri().toString()));
        read(session, folder);
      } finally {
        org.apache.commons.io.FileUtils.deleteDirectory(folder.toFile());
      }
      return ExitStatus.STOPPED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      session.stop();
    }
  }

  private static void land(SparkSession session, RawTable table) {
    Row record =
        RowFactory.create(
            "warm-up",
            0,
            0L,
            new Timestamp(0),
            0,
            null,
            "{\"id\":1,\"at\":\"2026-01-01T00:00:00Z\"}".getBytes(StandardCharsets.UTF_8),
            List.of());
    RawWriter.open(session, table, WriterIdentity.of(session, UUID.randomUUID()), Clock.systemUTC())
        .append(
            session.createDataFrame(List.of(record), RawRecord.SCHEMA),
            Positions.none().with("warm-up", 0, 1));
  }

  private static void read(SparkSession session, Path folder) {
    StructType shape =
        new StructType().add("id", DataTypes.LongType).add("at", DataTypes.TimestampType);
    VoidFunction2<Dataset<Row>, Long> decode =
        (records, batch) ->
            records
                .select(from_json(col("value").cast("string"), shape, Map.of()).as("record"))
                .selectExpr("record.id", "date_format(record.at, 'yyyy') as year")
                .groupBy("year")
                .count()
                .collectAsList();
    try {
      session
          .readStream()
          .format("delta")
          .load(folder.resolve("raw").toUri().toString())
          .writeStream()
          .option("checkpointLocation", folder.resolve("checkpoint").toUri().toString())
          .trigger(Trigger.AvailableNow())
          .foreachBatch(decode)
          .start()
          .awaitTermination();
    } catch (TimeoutException | StreamingQueryException e) {
      throw new IllegalStateException("Cannot read what was landed a moment ago", e);
    }
  }
}
