package io.assay.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that is measured. One class has all of it: which records there are, the pipeline file
 * that refines them (in {@code tests/bench}), what must be there at the end, and what is measured.
 */
sealed interface Workload
    permits Flat, Chain, Nested, Updates, Latency, Startup, Idle, Growth, Soak {

  /** All there are; the first is measured where none is asked for. */
  static List<Workload> all() {
    return List.of(
        new Flat(),
        new Chain(),
        new Nested(),
        new Updates(),
        new Latency(),
        new Startup(),
        new Idle(),
        new Growth(),
        new Soak());
  }

  /**
   * The workload of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Workload named(String name) {
    return all().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no workload '%s'; there are %s"
                        .formatted(
                            name,
                            all().stream().map(Workload::name).collect(Collectors.joining(", ")))));
  }

  /** What {@code --workload} calls it. */
  String name();

  /** How much is measured unless options say otherwise. */
  Extent usual();

  /** Makes what all runs read. */
  Runs prepare(Bench bench) throws SQLException, IOException;

  /** A workload whose records are there. */
  @FunctionalInterface
  interface Runs {

    /**
     * Measures it once, on an empty database.
     *
     * @param number of the run, from 1
     * @throws BenchException if the result is not what the records must give
     */
    Report run(int number) throws SQLException, IOException;
  }
}
