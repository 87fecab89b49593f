package io.assay.postgres;

import java.util.UUID;

/**
 * One start of refine, as the ledger records it.
 *
 * @param runId unique for this start; also names the staging tables
 * @param applicationId Spark's name for the application
 * @param host where the driver runs
 * @param suiteVersion version of the suite
 * @param pipelineVersion first 16 hexadecimal digits of the SHA-256 of the definition
 * @param definition the rendered definition of the pipeline, without secrets
 */
public record RunInfo(
    UUID runId,
    String applicationId,
    String host,
    String suiteVersion,
    String pipelineVersion,
    String definition) {}
