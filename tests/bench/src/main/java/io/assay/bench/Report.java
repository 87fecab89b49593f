package io.assay.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run of a workload gave. */
interface Report {

  /** The figures that are compared from run to run. */
  List<Figure> figures();

  /** All of it, for people. */
  String text();

  /** A drawing as an SVG document, where there is one. */
  default Optional<String> chart() {
    return Optional.empty();
  }

  /** What the figures come from, for programs. */
  Map<String, Object> details();
}
