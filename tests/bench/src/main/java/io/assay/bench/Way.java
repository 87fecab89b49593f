package io.assay.bench;

import java.util.List;

/**
 * How records become rows: a verb of {@code submit/assay} and how it is bounded.
 *
 * @param verb that reads what the topic has and ends
 * @param arguments all but the bound of a batch
 * @param bound the option that bounds a batch
 * @param lands whether it lands the records first; then that is measured, too
 */
record Way(String verb, List<String> arguments, String bound, boolean lands) {
  /** Straight from Kafka. */
  static final Way REFINE =
      new Way(
          "refine",
          List.of("--source", "kafka", "--available-now"),
          "--max-offsets-per-batch",
          false);

  /** Kafka → raw table → PostgreSQL, in one application. */
  static final Way CHAIN =
      new Way("run", List.of("--until-caught-up"), "--max-offsets-per-trigger", true);

  Way {
    arguments = List.copyOf(arguments);
  }
}
