package io.assay.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A job that goes on until it is closed, as users run it, with its processes watched. */
final class LivePipeline implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String APPLIED =
      "select coalesce(sum(applied), 0)::bigint from assay.batch_topic";

  private final Instant submitted;
  private final Target target;
  private final AssayProcess job;
  private final Meter meter;

  private LivePipeline(Instant submitted, Bench bench, Target target, AssayProcess job) {
    this.submitted = submitted;
    this.target = target;
    this.job = job;
    this.meter =
        new Meter(
            Map.of(
                Part.KAFKA,
                bench.kafka(),
                Part.SPARK,
                job.tree(),
                Part.POSTGRESQL,
                target.server().tree()));
  }

  /**
   * Starts a job.
   *
   * @param verb of {@code submit/assay}
   * @param source where refine reads: kafka or lake
   */
  static LivePipeline start(Bench bench, String verb, Path pipeline, Target target, String source) {
    return start(bench, verb, pipeline, target, List.of("--source", source));
  }

  /** The same with other options of the job. */
  static LivePipeline start(
      Bench bench, String verb, Path pipeline, Target target, List<String> options) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(bench.options().sparkArguments());
    return new LivePipeline(
        Instant.now(), // evaluated before the process is started
        bench,
        target,
        AssayProcess.verb(verb, pipeline, target, arguments.toArray(String[]::new)));
  }

  /** When it was started. */
  Instant submitted() {
    return submitted;
  }

  /** Waits until so many records have become rows. */
  void awaitApplied(long records) throws SQLException {
    Instant deadline = Instant.now().plus(PATIENCE);
    long applied = 0;
    try (Connection connection = target.server().connect();
        Statement statement = connection.createStatement()) {
      while (applied < records) {
        if (!job.isAlive()) {
          throw new BenchException(
              "The job has ended with %d of %d records applied; its messages stand above, its log is in var/log"
                  .formatted(applied, records));
        }
        if (Instant.now().isAfter(deadline)) {
          throw new BenchException(
              "Only %d of %d records were applied within %d minutes"
                  .formatted(applied, records, PATIENCE.toMinutes()));
        }
        pause(PAUSE);
        applied = applied(statement);
      }
    }
  }

  /** Halts its processes, as SIGSTOP does, until {@link #goOn}. */
  void suspend() {
    job.signal("STOP");
  }

  /** Lets them go on. */
  void goOn() {
    job.signal("CONT");
  }

  /** Lets time pass. */
  static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while the job runs", e);
    }
  }

  /** Makes sure that it has not ended. */
  void requireAlive() {
    if (!job.isAlive()) {
      throw new BenchException(
          "The job has ended; its messages stand above, its log is in var/log");
    }
  }

  /** The JVM of its driver. */
  long driver() {
    return job.driver();
  }

  /** What its processes used. */
  Meter meter() {
    return meter;
  }

  /** Stops it in order. */
  @Override
  public void close() {
    try (meter) {
      job.stop();
    }
  }

  private static long applied(Statement statement) throws SQLException {
    try (ResultSet there =
        statement.executeQuery("select to_regclass('assay.batch_topic') is not null")) {
      there.next();
      if (!there.getBoolean(1)) {
        return 0; // it has not got to the database yet
      }
    }
    try (ResultSet row = statement.executeQuery(APPLIED)) {
      row.next();
      return row.getLong(1);
    }
  }
}
