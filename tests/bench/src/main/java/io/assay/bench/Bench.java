package io.assay.bench;

import io.assay.sandbox.Sandbox;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/**
 * What a workload is measured with.
 *
 * @param sandbox the servers
 * @param options what was asked for
 * @param workload what is measured
 * @param directory for files of the benchmark
 */
record Bench(Sandbox sandbox, BenchOptions options, Workload workload, Path directory) {

  /** How many records are sent. */
  long records() {
    return options.records().orElse(workload.usual().records());
  }

  /** How many records a batch has at most: eight batches, unless options say otherwise. */
  long batchRecords() {
    return options.batchRecords().orElse(BenchOptions.inEightBatches(records()));
  }

  /** How often the workload is measured. */
  int runs() {
    return options.runs().orElse(workload.usual().runs());
  }

  /** For how many seconds it is measured, where it goes on. */
  int seconds() {
    return options.seconds().orElse(workload.usual().seconds());
  }

  /** A topic of the broker. */
  Topic topic(String name) {
    return new Topic(sandbox.bootstrapServers(), name);
  }

  /** An empty database and an empty lake. */
  Target emptyTarget(int run) {
    return emptyTarget("run" + run);
  }

  /**
   * An empty database and an empty lake.
   *
   * @param name lower-case letters, digits and underscores
   */
  Target emptyTarget(String name) {
    return new Target(sandbox.freshEnvironment(name), new DatabaseServer(sandbox, name));
  }

  /** What the writes of the server depend on. */
  Map<String, String> settings() throws SQLException {
    return new DatabaseServer(sandbox, sandbox.user()).settings();
  }

  /** The processes of the broker. */
  ProcessTree kafka() {
    return new ProcessTree(sandbox.kafka().processId());
  }
}
