package io.assay.postgres.merge;

import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.Coordinates;
import io.assay.postgres.HeldRecord;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A run of a pipeline in a test: the driver's side of it, and batches for the executors' side. */
public final class TestRun implements AutoCloseable {
  public static final String VERSION = "0123456789abcdef";

  private static final AtomicLong ATTEMPTS = new AtomicLong(100);

  private final PipelineDatabase database;
  private final UUID runId;

  public TestRun(TestDatabase server, Pipeline pipeline) {
    this(server, pipeline, "public");
  }

  /** A run whose target tables are in a schema of their own. */
  public TestRun(TestDatabase server, Pipeline pipeline, String schema) {
    this(server.environment(schema), pipeline);
  }

  /** A run in an environment of the test's own. */
  public TestRun(Environment.Database environment, Pipeline pipeline) {
    this.runId = UUID.randomUUID();
    this.database =
        PipelineDatabase.open(
            environment,
            pipeline,
            new RunInfo(
                runId,
                "local-test",
                "host-" + runId.toString().substring(0, 4),
                "1.0",
                VERSION,
                "pipeline = test"));
  }

  /** A pipeline named {@code test} that reads the topics {@code a}, {@code b} and {@code c}. */
  public static Pipeline pipeline(String records) {
    return pipeline("test", records);
  }

  /** The same under another name. */
  public static Pipeline pipeline(String name, String records) {
    String text =
        """
        pipeline = %s
        description = "A pipeline of a test"
        source { topics = [a, b, c], format = json }
        silver = true
        records {
        %s
        }
        """
            .formatted(name, records);
    return PipelineFile.parse("test.conf", text, Map.of());
  }

  /** The same with further parts of the file. */
  public static Pipeline pipelineWith(String parts, String records) {
    String text =
        """
        pipeline = test
        source { topics = [a, b, c], format = json }
        %s
        records {
        %s
        }
        """
            .formatted(parts, records);
    return PipelineFile.parse("test.conf", text, Map.of());
  }

  /** Partition 0 of topic {@code a}, with the clock in step with the offsets. */
  public static Coordinates at(long offset) {
    return at("a", 0, offset, offset);
  }

  public static Coordinates at(String topic, int partition, long offset, long second) {
    return new Coordinates(topic, partition, offset, 1_700_000_000_000_000L + second * 1_000_000);
  }

  public PipelineDatabase database() {
    return database;
  }

  public UUID runId() {
    return runId;
  }

  public TestBatch batch() {
    return new TestBatch(
        database.pipeline(), database, BatchSource.LAKE, ATTEMPTS.incrementAndGet());
  }

  /** A batch that gives due records back. */
  public TestBatch releasing(List<HeldRecord> due) {
    TestBatch batch =
        new TestBatch(database.pipeline(), database, BatchSource.HELD, ATTEMPTS.incrementAndGet());
    due.forEach(batch::readAgain);
    return batch;
  }

  /** A batch of requeued records. */
  public TestBatch requeued() {
    return new TestBatch(
        database.pipeline(), database, BatchSource.REQUEUED, ATTEMPTS.incrementAndGet());
  }

  @Override
  public void close() {
    database.close();
  }
}
