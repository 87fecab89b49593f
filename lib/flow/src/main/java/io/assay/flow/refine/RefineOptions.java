package io.assay.flow.refine;

import io.assay.flow.retry.Retries;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How refine is run.
 *
 * @param source where it reads
 * @param interval the shortest time between two batches; empty means: what is there now, and then
 *     end
 * @param maxPerTrigger bound for one batch: records from Kafka, bytes from the lake
 * @param end what ends the run
 * @param retries when the environment fails
 */
public record RefineOptions(
    Source source,
    Optional<Duration> interval,
    OptionalLong maxPerTrigger,
    End end,
    Retries retries) {

  /** Where refine reads. It can be changed between two starts. */
  public enum Source {
    LAKE,
    KAFKA
  }

  /** What ends a run. */
  public enum End {
    /** A signal. */
    STOPPED,
    /**
     * Everything that was there when it began is refined. Held records whose deadline has passed
     * are given up only then: what they wait for may be among it.
     */
    CAUGHT_UP
  }
}
