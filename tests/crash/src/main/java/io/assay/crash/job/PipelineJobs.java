package io.assay.crash.job;

import io.assay.crash.CrashException;
import io.assay.crash.feed.Workload;
import io.assay.sandbox.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The jobs of one pipeline. */
public final class PipelineJobs implements AutoCloseable {
  private static final long SECOND_INSTANCE_SECONDS = 120;
  private static final int REFUSED = 2;
  private static final List<String> LOCAL = List.of("--master", "local[2]");

  /**
   * Of JVMs that are killed before it would pay to compile well. The code cache is as large as it
   * is with all compilers; with the first alone it would be 48 MB, which is too little for Spark.
   */
  private static final String SHORT_LIVED =
      "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m";

  private final Workload workload;
  private final Path environment;
  private final Path outputs;
  private final SupervisedJob land;
  private final SupervisedJob refine;
  private Source source = Source.LAKE;

  /** Where refine reads. */
  public enum Source {
    LAKE,
    KAFKA;

    /** Where it does not read. */
    public Source other() {
      return this == LAKE ? KAFKA : LAKE;
    }

    /** As batches that overlap: 20,000 records and more. */
    private List<String> options() {
      List<String> options =
          new ArrayList<>(
              List.of("--refine-interval", "1s", "--source", name().toLowerCase(Locale.ROOT)));
      options.addAll(
          this == LAKE
              ? List.of("--max-bytes-per-batch", "1000000")
              : List.of("--max-offsets-per-batch", "25000"));
      return options;
    }
  }

  /** Jobs whose refine runs where the options of Spark say. */
  PipelineJobs(Workload workload, Path environment, Path outputs, List<String> refineSpark) {
    this.workload = workload;
    this.environment = environment;
    this.outputs = outputs;
    this.land =
        job("land", LOCAL, List.of("--interval", "2s", "--max-offsets-per-trigger", "25000"));
    this.refine = job("refine", refineSpark, List.of());
  }

  /** Options of Spark for a driver that does everything. */
  static List<String> local() {
    return LOCAL;
  }

  /** Options of Spark for two executors of a cluster. */
  static List<String> on(SparkCluster cluster) {
    return List.of(
        "--master",
        cluster.url(),
        "--conf",
        "spark.driver.host=127.0.0.1",
        "--conf",
        "spark.executor.extraJavaOptions=" + SHORT_LIVED,
        "--executor-cores",
        "1",
        "--executor-memory",
        "512m",
        "--total-executor-cores",
        "2");
  }

  /** The pipeline's name. */
  public String pipeline() {
    return workload.pipeline();
  }

  public SupervisedJob land() {
    return land;
  }

  public SupervisedJob refine() {
    return refine;
  }

  /** Where refine was last told to read. */
  public Source source() {
    return source;
  }

  /** Starts refine, and goes on to do so. */
  public void startRefine(Source from) {
    source = from;
    refine.start(from.options().toArray(String[]::new));
  }

  /** Starts another refine, which has to end and to say who works. */
  public void startSecondInstance() throws InterruptedException, IOException {
    Path output = outputs.resolve("second-" + pipeline() + ".out");
    Files.deleteIfExists(output);
    Process second = Commands.start(command("refine", LOCAL, List.of()), output);
    try {
      if (!second.waitFor(SECOND_INSTANCE_SECONDS, TimeUnit.SECONDS)) {
        throw new CrashException("A second refine of " + pipeline() + " is not refused");
      }
    } finally {
      second.destroyForcibly();
    }
    String said = Files.readString(output);
    if (second.exitValue() != REFUSED || !said.contains("is being refined already, by the run ")) {
      throw new CrashException(
          "A second refine of %s has ended with status %d: %s"
              .formatted(pipeline(), second.exitValue(), said.strip()));
    }
  }

  /** Lands what is not landed yet, and ends. */
  public void landTheRest() throws InterruptedException {
    Path output = outputs.resolve("land-" + pipeline() + ".out");
    int status =
        Commands.start(command("land", LOCAL, List.of("--available-now")), output).waitFor();
    if (status != 0) {
      throw new CrashException(
          "Landing the rest of %s has ended with status %d; see %s"
              .formatted(pipeline(), status, output));
    }
  }

  @Override
  public void close() {
    land.close();
    refine.close();
  }

  private SupervisedJob job(String verb, List<String> spark, List<String> options) {
    String name = verb + "-" + pipeline();
    return new SupervisedJob(name, command(verb, spark, options), outputs.resolve(name + ".out"));
  }

  private List<String> command(String verb, List<String> spark, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "submit/assay",
                verb,
                workload.definition(),
                "--env",
                environment.toString(),
                "--driver-memory",
                "1g",
                "--driver-java-options",
                SHORT_LIVED));
    command.addAll(spark);
    command.addAll(options);
    return command;
  }
}
