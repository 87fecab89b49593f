package io.assay.postgres.report;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The latest run of refine.
 *
 * @param status running, stopped, failed or lost, as the ledger has it; of a run that was killed it
 *     says running until the next one starts
 */
public record LastRun(
    UUID id,
    String application,
    String host,
    Instant startedAt,
    Optional<Instant> endedAt,
    String status) {}
