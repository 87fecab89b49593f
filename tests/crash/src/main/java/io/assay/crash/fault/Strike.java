package io.assay.crash.fault;

import java.time.Duration;

/**
 * One fault at one instant.
 *
 * @param pipeline the number of the pipeline that it strikes, where it strikes one
 * @param burst whether many records are sent first, so that large batches are under way
 * @param before how long after that, or after the recovery from the fault before
 * @param lasting how long, where it lasts
 * @param hasty whether the next fault does not wait for the recovery from this one
 */
public record Strike(
    FaultKind kind,
    int pipeline,
    boolean burst,
    Duration before,
    Duration lasting,
    boolean hasty) {}
