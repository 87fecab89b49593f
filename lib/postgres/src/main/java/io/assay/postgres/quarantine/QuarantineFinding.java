package io.assay.postgres.quarantine;

import java.util.Optional;

/**
 * Something that a batch found about a record.
 *
 * @param pipelineVersion the definition that the batch used
 * @param field what it is about, if a field
 * @param value what was found there; masked where the field is
 */
public record QuarantineFinding(
    long batch,
    String pipelineVersion,
    String rule,
    String severity,
    Optional<String> field,
    Optional<String> value,
    String message) {}
