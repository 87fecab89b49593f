package io.assay.runtime;

import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.runtime.metrics.JobMetrics;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.progress.ProgressBoard;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/**
 * What a job starts from.
 *
 * @param spark the session, made by {@link SessionFactory}
 * @param pipeline the pipeline to run
 * @param environment where it runs
 * @param arguments of the command line
 * @param runId names this start of the job in the ledger and in the lake
 * @param progress where the queries publish how far they are
 * @param metrics what Prometheus is told
 */
public record JobContext(
    SparkSession spark,
    Pipeline pipeline,
    Environment environment,
    Arguments arguments,
    UUID runId,
    ProgressBoard progress,
    JobMetrics metrics) {}
