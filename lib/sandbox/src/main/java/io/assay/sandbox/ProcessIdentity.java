package io.assay.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine, told apart from a later one with the same number by its start.
 *
 * @param pid the process's number
 * @param started when it started, as the operating system tells
 */
record ProcessIdentity(long pid, Instant started) {
  /**
   * Linux derives the start from the time since boot, which moves a little when the clock is set.
   */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), start(process).orElseGet(Instant::now));
  }

  static ProcessIdentity current() {
    return of(ProcessHandle.current());
  }

  /** Reads what {@link #toString} wrote. */
  static ProcessIdentity parse(String text) {
    int separator = text.indexOf(' ');
    return new ProcessIdentity(
        Long.parseLong(text.substring(0, separator)), Instant.parse(text.substring(separator + 1)));
  }

  /** The process, if it still runs. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(this::isSame).filter(process -> !ProcessEnd.of(process));
  }

  private boolean isSame(ProcessHandle process) {
    return start(process)
        .map(start -> Duration.between(start, started).abs().compareTo(TOLERANCE) <= 0)
        .orElse(false);
  }

  private static Optional<Instant> start(ProcessHandle process) {
    return process.info().startInstant();
  }

  @Override
  public String toString() {
    return pid + " " + started;
  }
}
