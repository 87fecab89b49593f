package io.assay.postgres.report;

import java.time.Instant;

/**
 * Where a row of a target table came from.
 *
 * @param table the row's table
 * @param row the row as PostgreSQL prints it as JSON, without its stamps
 */
public record RowOrigin(
    String table,
    String row,
    String topic,
    int partition,
    long offset,
    long batch,
    String run,
    String pipelineVersion,
    String suiteVersion,
    Instant committedAt) {}
