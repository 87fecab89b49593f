package io.assay.postgres.report;

import java.time.Duration;
import java.time.Instant;

/**
 * The latest batch in the ledger.
 *
 * @param at when it was committed
 * @param age since then, by the clock of the server
 * @param records that it read
 */
public record LastCommit(long batch, Instant at, Duration age, long records) {}
