package io.assay.admin.status;

import io.assay.postgres.LockHolder;
import io.assay.postgres.report.LastCommit;
import io.assay.postgres.report.LastRun;
import io.assay.postgres.report.StatusReport.Waiting;
import io.assay.runtime.ExitStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline is doing.
 *
 * @param holder who refines it now
 * @param run the latest run of refine
 * @param commit the latest batch
 * @param waiting records kept out of the tables
 * @param breakers those that keep the pipeline from going on
 * @param partitions of all topics, in order
 * @param staleness the age of the oldest record in Kafka that refine has not dealt with; empty if
 *     there is none, or it does not show
 */
public record PipelineStatus(
    String pipeline,
    Optional<LockHolder> holder,
    Optional<LastRun> run,
    Optional<LastCommit> commit,
    Waiting waiting,
    List<String> breakers,
    List<PartitionStatus> partitions,
    Optional<Duration> staleness) {

  public PipelineStatus {
    breakers = List.copyOf(breakers);
    partitions = List.copyOf(partitions);
  }

  /** One word for it. */
  public enum State {
    /** Somebody holds the pipeline's lock. */
    RUNNING,
    /** The last run has ended as it should. */
    STOPPED,
    /** The last run has ended with a failure. */
    FAILED,
    /** The last run is said to go on, but nobody holds the lock: it was killed. */
    LOST,
    /** It never ran. */
    NEVER
  }

  /** Whether it is refined now, and if not, how the last run has ended. */
  public State state() {
    if (holder.isPresent()) {
      return State.RUNNING;
    }
    return run.map(
            last ->
                switch (last.status()) {
                  case "stopped" -> State.STOPPED;
                  case "failed" -> State.FAILED;
                  default -> State.LOST;
                })
        .orElse(State.NEVER);
  }

  /** Offsets that are not in the raw table. */
  public long landBehind() {
    return partitions.stream().mapToLong(PartitionStatus::landBehind).sum();
  }

  /** Offsets that refine has not dealt with. */
  public long refineBehind() {
    return partitions.stream().mapToLong(PartitionStatus::refineBehind).sum();
  }

  /** How the command ends that shows it. */
  public ExitStatus exit() {
    return state() == State.RUNNING ? ExitStatus.STOPPED : ExitStatus.NOT_RUNNING;
  }
}
