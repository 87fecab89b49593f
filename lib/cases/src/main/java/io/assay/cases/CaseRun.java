package io.assay.cases;

import io.assay.engine.function.AssayFunctions;
import io.assay.flow.refine.RefineBatch;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.Environment;
import io.assay.model.Environment.Database;
import io.assay.model.Pipeline;
import io.assay.model.cases.CaseBatch;
import io.assay.model.cases.CaseRecord;
import io.assay.model.cases.PipelineCase;
import io.assay.model.cases.RecordPlace;
import io.assay.model.file.Rendered;
import io.assay.postgres.BatchSource;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/**
 * Runs cases on a server on which databases may be made: one for each case, dropped afterwards. Not
 * thread-safe.
 */
public final class CaseRun {
  /** Only requeued records are read again, and cases have none. */
  private static final RawTable NO_RAW_TABLE = new RawTable("file:///nowhere/raw");

  private final SparkSession session;
  private final Database server;
  private final Optional<Environment.Registry> registry;
  private final Pipeline pipeline;

  /**
   * Cases of a pipeline in an environment, of which only the server of the database and the schema
   * registry are asked.
   */
  public CaseRun(SparkSession session, Environment environment, Pipeline pipeline) {
    this.session = session;
    this.server = environment.database();
    this.registry = environment.registry();
    this.pipeline = pipeline;
    AssayFunctions.register(session);
  }

  /**
   * Runs a case.
   *
   * @return every difference from what is expected, a line each; none if all is as expected
   * @throws io.assay.model.AssayException if the pipeline cannot run, such as when a rule of
   *     severity {@code fail} finds something
   */
  public List<String> differences(PipelineCase given) throws InterruptedException {
    try (ScratchDatabase database = ScratchDatabase.on(server)) {
      refine(given, database.database());
      DatabaseConnector connector = new DatabaseConnector(database.database());
      try (Connection connection = connector.open("assay/cases")) {
        return new Differences(connection, server.schema(), pipeline).from(given.expectation());
      } catch (SQLException e) {
        throw connector.failure("Cannot look at the outcome of the case " + given.name(), e);
      }
    }
  }

  private void refine(PipelineCase given, Database database) throws InterruptedException {
    Map<RecordPlace, CaseRecord> before = new LinkedHashMap<>();
    PipelineDatabase opened = PipelineDatabase.open(database, pipeline, run());
    try {
      RefineBatch refine = refine(opened);
      long number = 0;
      for (CaseBatch batch : given.batches()) {
        if (batch.restart()) {
          refine.close();
          opened.close();
          opened = PipelineDatabase.open(database, pipeline, run());
          refine = refine(opened);
        }
        List<CaseRecord> records = new ArrayList<>();
        batch.redelivered().forEach(place -> records.add(before.get(place)));
        records.addAll(batch.records());
        batch.records().forEach(record -> before.put(record.place(), record));
        refine.call(CaseRecords.dataset(session, records), number++);
      }
      refine.close();
      refine.releaseHeld(session);
    } finally {
      opened.close();
    }
  }

  private RefineBatch refine(PipelineDatabase database) {
    return new RefineBatch(
        database,
        registry,
        NO_RAW_TABLE,
        BatchSource.LAKE,
        End.STOPPED,
        Retries.PATIENT,
        (source, batch) -> {});
  }

  private RunInfo run() {
    Rendered rendered = Rendered.of(pipeline);
    return new RunInfo(
        UUID.randomUUID(),
        session.sparkContext().applicationId(),
        "localhost",
        "cases",
        rendered.version(),
        rendered.text());
  }
}
