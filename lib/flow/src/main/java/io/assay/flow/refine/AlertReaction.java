package io.assay.flow.refine;

import io.assay.model.AssayException;
import io.assay.model.Breaker;
import io.assay.model.Pipeline;
import io.assay.postgres.Alert;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.PipelineDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a breaker trips or a batch rule warns. */
final class AlertReaction {
  private static final Logger LOG = LoggerFactory.getLogger(AlertReaction.class);

  private final String pipeline;
  private final boolean pauses;
  private final PipelineDatabase database;
  private final BatchListener listener;

  /**
   * @param listener is told which breakers pause
   */
  AlertReaction(Pipeline pipeline, PipelineDatabase database, BatchListener listener) {
    this.pipeline = pipeline.name();
    this.pauses =
        pipeline.breakers().stream()
            .anyMatch(breaker -> breaker.action() instanceof Breaker.Action.Pause);
    this.database = database;
    this.listener = listener;
  }

  /**
   * Tells of the alerts of a batch that is committed.
   *
   * @throws AssayException (DATA) if a breaker stops the pipeline
   */
  void react(CommittedBatch batch) {
    for (Alert alert : batch.alerts()) {
      LOG.warn(alert.logLine(pipeline, batch.batchId()));
    }
    Optional<Alert> failing =
        batch.alerts().stream().filter(alert -> alert.action() == Alert.Action.FAIL).findFirst();
    if (failing.isPresent()) {
      throw new AssayException(
          AssayException.Kind.DATA,
          "Stopped by the breaker %s of the pipeline %s: %s. The batch %d is committed, and what was wrong is in quarantine (submit/assay quarantine list %s). Once it is understood, let the pipeline go on with: submit/assay breaker reset %s"
              .formatted(
                  failing.get().name(),
                  pipeline,
                  failing.get().message(),
                  batch.batchId(),
                  pipeline,
                  pipeline));
    }
  }

  /** Until when a breaker lets no batch begin; empty if one may now. */
  Optional<Instant> pausedUntil() {
    if (!pauses) {
      return Optional.empty();
    }
    Optional<Instant> until = database.pausedUntil();
    listener.pausedBy(until.isPresent() ? database.pausing() : List.of());
    return until;
  }
}
