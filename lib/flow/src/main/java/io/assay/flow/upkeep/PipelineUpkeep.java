package io.assay.flow.upkeep;

import io.assay.lake.TableUpkeep;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.retention.LedgerRetention;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The upkeep of what one pipeline writes: its raw table, the tables of its silver, its ledger. Each
 * may be done at any time, while the jobs run or not. Not thread-safe.
 */
public final class PipelineUpkeep {
  private final SparkSession session;
  private final Pipeline pipeline;
  private final Environment environment;
  private final Map<String, TableUpkeep> tables = new LinkedHashMap<>();

  public PipelineUpkeep(SparkSession session, Pipeline pipeline, Environment environment) {
    this.session = session;
    this.pipeline = pipeline;
    this.environment = environment;
  }

  /** What land writes. */
  public TableUpkeep.Done raw() {
    return table(environment.lake().raw(pipeline.name())).run();
  }

  /** What refine writes to the lake; the sum over the kinds of records. */
  public TableUpkeep.Done silver() {
    return pipeline.records().stream()
        .map(this::silver)
        .map(TableUpkeep::run)
        .reduce(TableUpkeep.Done.NOTHING, TableUpkeep.Done::plus);
  }

  /**
   * Folds old batches.
   *
   * @return how many have no row of their own any more
   */
  public long ledger() {
    return new LedgerRetention(
            new DatabaseConnector(environment.database()),
            pipeline,
            environment.upkeep().keepBatches())
        .fold();
  }

  /** Deletes files in the lake that no table knows and that are old. */
  public void deleteOrphans() {
    table(environment.lake().raw(pipeline.name())).deleteOrphans();
    pipeline.records().stream().map(this::silver).forEach(TableUpkeep::deleteOrphans);
  }

  private TableUpkeep silver(RecordKind kind) {
    return table(environment.lake().silver(pipeline.name(), kind.name()));
  }

  /** One for each, since it remembers what it has done. */
  private TableUpkeep table(String path) {
    return tables.computeIfAbsent(
        path,
        absent ->
            new TableUpkeep(
                session,
                path,
                environment.lake().checkpoints(pipeline.name()),
                environment.upkeep(),
                Clock.systemUTC()));
  }
}
