package io.assay.flow.refine;

import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/** A run that refines what was requeued, reads nothing else, and ends. */
public final class RequeueRun {
  private RequeueRun() {}

  /** What has become of the records; those that stay in quarantine without a batch are left out. */
  public record Outcome(long applied, long superseded, long filtered, long held, long quarantined) {
    private Outcome plus(TopicOutcome topic) {
      return new Outcome(
          applied + topic.applied(),
          superseded + topic.superseded(),
          filtered + topic.filtered(),
          held + topic.held(),
          quarantined + topic.quarantined());
    }
  }

  /**
   * Takes the pipeline's lock, refines, writes silver, gives the lock back.
   *
   * @throws AssayException if another run holds the lock, or as a batch of refine does
   */
  public static Outcome run(SparkSession session, Pipeline pipeline, Environment environment) {
    List<CommittedBatch> batches = new ArrayList<>();
    try (PipelineDatabase database =
        PipelineDatabase.open(
            environment.database(),
            pipeline,
            RunDetails.of(pipeline, UUID.randomUUID(), session))) {
      SilverWriter silver =
          new SilverWriter(session, database, environment.registry(), environment.lake());
      silver.requireLedgerIsNotBehind();
      new RefineBatch(
              database,
              environment.registry(),
              new RawTable(environment.lake().raw(pipeline.name())),
              BatchSource.LAKE,
              End.STOPPED,
              Retries.PATIENT,
              (source, batch) -> batches.add(batch))
          .refineRequeued(session);
      silver.catchUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "Interrupted while records were refined again; what is still marked, the next run takes up",
          e);
    }
    Outcome outcome = new Outcome(0, 0, 0, 0, 0);
    for (CommittedBatch batch : batches) {
      for (TopicOutcome topic : batch.topics().values()) {
        outcome = outcome.plus(topic);
      }
    }
    return outcome;
  }
}
