package io.assay.model;

/**
 * A failure that was understood. The message says what failed, which value, why, and what to do; it
 * never holds row data or a secret. The {@linkplain Kind kind} decides about retries and the exit
 * status, never the message.
 */
public final class AssayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is, and so what happens next. */
  public enum Kind {
    /** A wrong argument, configuration or definition: exit status 2, no retry. */
    USER,
    /**
     * Records that a rule of severity {@code fail} refuses, or a breaker: exit status 4, no retry.
     */
    DATA,
    /**
     * Kafka, the lake or the database is away, full, read-only or refuses rights: retried, then
     * exit status 3 or 4.
     */
    EXTERNAL,
    /**
     * A broken invariant of the suite itself (counts that do not add up): exit status 4, no retry.
     */
    INTERNAL
  }

  private final Kind kind;

  public AssayException(Kind kind, String message) {
    this(kind, message, null);
  }

  public AssayException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
