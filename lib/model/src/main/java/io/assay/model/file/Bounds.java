package io.assay.model.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two ends of a range, as {@code [from, to]}; {@code null} leaves one open. */
final class Bounds {
  private static final String REMEDY = "Write [from, to], with null for an open end.";

  private Bounds() {}

  /** Both ends, or nothing if there are faults. */
  static List<Optional<BigDecimal>> read(Entry entry) {
    List<Entry> elements = entry.elements();
    if (elements.isEmpty()) {
      return List.of();
    }
    if (elements.size() != 2 || elements.stream().allMatch(Entry::isNull)) {
      entry.fault("not two ends", REMEDY);
      return List.of();
    }
    List<Optional<BigDecimal>> bounds = new ArrayList<>();
    for (Entry element : elements) {
      Optional<BigDecimal> number = element.isNull() ? Optional.empty() : number(element);
      if (number.isEmpty() && !element.isNull()) {
        return List.of();
      }
      bounds.add(number);
    }
    if (bounds.stream().allMatch(Optional::isPresent)
        && bounds.get(0).get().compareTo(bounds.get(1).get()) > 0) {
      entry.fault("ends before it begins", REMEDY);
    }
    return bounds;
  }

  /** The number as a length, if it is one. */
  static Optional<Integer> length(BigDecimal number) {
    try {
      return Optional.of(number.intValueExact()).filter(length -> length >= 0);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> number(Entry element) {
    Optional<String> text = element.scalar("a number");
    try {
      return text.map(BigDecimal::new);
    } catch (NumberFormatException e) {
      element.fault(text.orElseThrow(), "not a number", REMEDY);
      return Optional.empty();
    }
  }
}
