package io.assay.crash.oracle;

import java.util.ArrayList;
import java.util.List;

/** What is not as it must be: counted, and the first ones told. */
public final class Differences {
  private static final int TOLD = 20;

  private final List<String> lines = new ArrayList<>();
  private long lost;
  private long duplicated;
  private long different;

  /** Something that must be there is not. */
  void lost(long count, String what) {
    lost += count;
    tell("lost", what);
  }

  /** Something is there more often than once. */
  void duplicated(long count, String what) {
    duplicated += count;
    tell("duplicated", what);
  }

  /** Something is there, but not as it must be. */
  void different(String what) {
    different++;
    tell("different", what);
  }

  /** Compares a count with what it must be. */
  void count(String what, long expected, long actual) {
    if (actual < expected) {
      lost(expected - actual, "%s: %d instead of %d".formatted(what, actual, expected));
    } else if (actual > expected) {
      duplicated(actual - expected, "%s: %d instead of %d".formatted(what, actual, expected));
    }
  }

  private void tell(String sort, String what) {
    if (lines.stream().filter(line -> line.startsWith(sort)).count() < TOLD) {
      lines.add(sort + ": " + what);
    }
  }

  public long lost() {
    return lost;
  }

  public long duplicated() {
    return duplicated;
  }

  public long different() {
    return different;
  }

  /** Whether everything is as it must be. */
  public boolean isNone() {
    return lost + duplicated + different == 0;
  }

  /** The first differences of each sort, each with what it is about. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
