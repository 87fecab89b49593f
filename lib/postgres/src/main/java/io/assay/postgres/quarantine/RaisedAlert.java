package io.assay.postgres.quarantine;

import java.time.Instant;

/**
 * A row of {@code assay.alert}.
 *
 * @param source breaker or batch-rule
 * @param action fail, pause or alert
 * @param effective whether it keeps the pipeline from going on
 */
public record RaisedAlert(
    Instant raisedAt,
    String source,
    String name,
    String action,
    long batch,
    String message,
    boolean effective) {}
