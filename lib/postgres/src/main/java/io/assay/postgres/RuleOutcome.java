package io.assay.postgres;

import java.util.OptionalLong;

/**
 * What a rule found in a batch, and what it cost.
 *
 * @param failed records that fail it
 * @param micros its cost in microseconds, as {@code assay.batch_rule} has it; empty if it was not
 *     measured
 */
public record RuleOutcome(long failed, OptionalLong micros) {}
