package io.assay.bench;

import java.util.List;
import java.util.Map;

/** What one run of a workload gave. */
interface Report {

  /** The figures that are compared from run to run. */
  List<Figure> figures();

  /** All of it, for people. */
  String text();

  /** What the figures come from, for programs. */
  Map<String, Object> details();
}
