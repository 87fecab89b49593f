package io.assay.postgres.report;

import io.assay.postgres.Coordinates;
import java.time.Instant;

/**
 * Where a row of a target table came from.
 *
 * @param table the row's table
 * @param row the row as PostgreSQL prints it as JSON, without its stamps
 * @param record the record that it came with
 */
public record RowOrigin(
    String table,
    String row,
    Coordinates record,
    long batch,
    String run,
    String pipelineVersion,
    String suiteVersion,
    Instant committedAt) {}
