package io.assay.model.file;

import io.assay.model.AssayException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects what is wrong in a file, so that all of it is told at once. */
final class Faults {
  private final SortedSet<Fault> found = new TreeSet<>();

  void add(Fault fault) {
    found.add(fault);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Tells everything found.
   *
   * @param what what was read, such as {@code pipeline}
   * @param file where from
   * @throws AssayException (USER) if anything was found
   */
  void throwIfAny(String what, String file) {
    if (found.isEmpty()) {
      return;
    }
    String faults = found.size() == 1 ? "1 fault" : found.size() + " faults";
    throw new AssayException(
        AssayException.Kind.USER,
        found.stream()
            .map(fault -> "\n  " + fault)
            .collect(
                Collectors.joining("", "The " + what + " " + file + " has " + faults + ":", "")));
  }
}
