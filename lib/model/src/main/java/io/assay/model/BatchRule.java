package io.assay.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Something that must hold for a batch as a whole. Only batches that were newly read are asked: not
 * records that waited or are refined again.
 *
 * @param name lower-case letters, digits and hyphens; unique in the pipeline
 * @param topic the topic whose records are looked at; empty for all of them
 * @param severity {@link Severity#WARN} raises an alert; {@link Severity#FAIL} applies nothing of
 *     the batch and stops the job
 * @param expectation what must hold
 */
public record BatchRule(
    String name, Optional<String> topic, Severity severity, Expectation expectation)
    implements Serializable {

  /** What must hold for a batch. */
  public sealed interface Expectation extends Serializable {

    /** So many records, both ends included. A batch without any record is no batch. */
    record Volume(Optional<Long> min, Optional<Long> max) implements Expectation {}

    /**
     * At most so many of the records fail.
     *
     * @param rule the rule that they fail; empty for records that are quarantined
     * @param maxPercent of the records read, 0 to 100; so many may fail
     * @param minRecords a batch with fewer records is not asked
     */
    record Share(Optional<String> rule, BigDecimal maxPercent, long minRecords)
        implements Expectation {}
  }
}
