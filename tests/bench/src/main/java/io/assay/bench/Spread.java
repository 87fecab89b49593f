package io.assay.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A figure over several runs.
 *
 * @param figure its names
 * @param values of the runs, the smallest first
 */
record Spread(Figure figure, List<Double> values) {

  Spread {
    values = values.stream().sorted().toList();
  }

  /** Of each figure of the reports, in their order. */
  static List<Spread> of(List<? extends Report> reports) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (Report report : reports) {
      for (Figure figure : report.figures()) {
        figures.putIfAbsent(figure.key(), figure);
        values.computeIfAbsent(figure.key(), key -> new ArrayList<>()).add(figure.value());
      }
    }
    return figures.values().stream()
        .map(figure -> new Spread(figure, values.get(figure.key())))
        .toList();
  }

  /** The middle one; of an even number, the mean of the two in the middle. */
  double median() {
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }

  double least() {
    return values.get(0);
  }

  double greatest() {
    return values.get(values.size() - 1);
  }
}
