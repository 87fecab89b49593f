package io.assay.model;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens when too many records fail within a time. It is asked with every batch, over the
 * committed batches of the window, that one included; once it has tripped, it counts anew from the
 * next batch on. Where both {@code count} and {@code percent} are given, both must be reached.
 *
 * @param name lower-case letters, digits and hyphens; unique in the pipeline
 * @param rule the rule whose failures count; empty for quarantined records
 * @param count trips at so many
 * @param percent trips where more than this part of the records read fails
 * @param minRecords does not trip before so many records were read
 * @param action what happens then
 */
public record Breaker(
    String name,
    Optional<String> rule,
    Optional<Long> count,
    Optional<BigDecimal> percent,
    Duration window,
    long minRecords,
    Action action)
    implements Serializable {

  /** What happens when a breaker trips. The batch that trips it is committed in any case. */
  public sealed interface Action extends Serializable {
    /** The word in a definition. */
    String word();

    /** The job stops, and does not start again before somebody has reset the breaker. */
    record Fail() implements Action {
      @Override
      public String word() {
        return "fail";
      }
    }

    /** No batch for so long. */
    record Pause(Duration length) implements Action {
      @Override
      public String word() {
        return "pause";
      }
    }

    /** A line in the log and a row in the ledger. */
    record Alert() implements Action {
      @Override
      public String word() {
        return "alert";
      }
    }
  }
}
