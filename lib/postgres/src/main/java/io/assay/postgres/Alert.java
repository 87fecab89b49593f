package io.assay.postgres;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A breaker that tripped or a batch rule that warns; a row of {@code assay.alert}.
 *
 * @param name its name in the definition
 * @param failed records that failed
 * @param records records that were read in that time
 * @param message for people
 * @param pausedUntil until when no batch begins, for {@link Action#PAUSE}
 */
public record Alert(
    Source source,
    String name,
    Action action,
    long failed,
    long records,
    String message,
    Optional<Instant> pausedUntil) {

  /** What raised it. */
  public enum Source {
    BREAKER,
    BATCH_RULE;

    /** As the ledger and the log write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What follows. */
  public enum Action {
    /** The run stops. */
    FAIL,
    /** No batch for a while. */
    PAUSE,
    /** Nothing. */
    ALERT;

    /** As the ledger and the log write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The line for the log, whose form does not change. */
  public String logLine(String pipeline, long batch) {
    return "ALERT pipeline=%s batch=%d source=%s name=%s action=%s failed=%d records=%d message=\"%s\""
        .formatted(pipeline, batch, source.word(), name, action.word(), failed, records, message);
  }
}
