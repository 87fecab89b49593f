package io.assay.runtime;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.runtime.health.Health;
import io.assay.runtime.health.UiPages;
import io.assay.runtime.log.LogContext;
import io.assay.runtime.log.QueryLogs;
import io.assay.runtime.metrics.JobMetrics;
import io.assay.runtime.metrics.ProgressMetrics;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import io.assay.runtime.progress.ConsoleProgress;
import io.assay.runtime.progress.ProgressBoard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a job from its arguments to its exit status: parses them, reads the pipeline and the
 * environment, makes the session, starts the queries, shows their progress, their metrics and
 * whether they work, awaits them, stops them in order on SIGTERM or Ctrl-C.
 *
 * <p>Asked to stop, each query is given until the end of the batch that it is in, at most {@link
 * #STOP_BOUND} for all; then the process ends with 0. After three quarters of it, what the job
 * still waits for is given up. A batch that is cut there has committed nothing or everything. If
 * the queries do not end within the bound, the process ends with what the JVM gives for the signal
 * (143 for SIGTERM, 130 for Ctrl-C).
 */
public final class JobRunner {
  /** The pipeline to run. */
  public static final Parameter<Path> PIPELINE =
      Parameter.file("PIPELINE", "the pipeline's definition, a .conf file");

  /** Where it runs. */
  public static final Parameter<Path> ENVIRONMENT =
      Parameter.file("env", "the environment's definition, a .conf file");

  /**
   * How long queries have to end when the process is asked to stop: what the system property {@code
   * assay.stop.seconds} says, or 40 seconds.
   */
  public static final Duration STOP_BOUND =
      Duration.ofSeconds(Long.getLong("assay.stop.seconds", 40));

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private final Job job;
  private final OrderlyStop stop;

  private JobRunner(Job job, OrderlyStop stop) {
    this.job = job;
    this.stop = stop;
  }

  /**
   * A command line with what the runner itself needs; the job adds its own options and examples.
   */
  public static CommandLine.Builder commandLine(String name, String summary) {
    return CommandLine.named(name, summary).argument(PIPELINE).requiredOption(ENVIRONMENT);
  }

  /** Runs the job and ends the process with its status. */
  public static void runAndExit(Job job, String[] args) {
    Driver.begin("assay");
    OrderlyStop stop = OrderlyStop.onSignal(STOP_BOUND);
    ExitStatus status = new JobRunner(job, stop).run(args);
    stop.ended(status);
    Driver.end(status);
  }

  private ExitStatus run(String[] args) {
    CommandLine commandLine = job.commandLine();
    return CommandRunner.run(commandLine, args, arguments -> run(commandLine.name(), arguments));
  }

  private ExitStatus run(String name, Arguments arguments) {
    Pipeline pipeline = PipelineFile.parse(arguments.required(PIPELINE));
    Environment environment = EnvironmentFile.parse(arguments.required(ENVIRONMENT));
    LogContext.pipeline(pipeline.name());
    LOG.info(
        "assay {} {} runs pipeline {} in {}",
        name,
        SuiteVersion.current(),
        pipeline.name(),
        environment.name());
    ProgressBoard board = new ProgressBoard();
    SparkSession spark =
        SessionFactory.start("assay-" + name + "-" + pipeline.name(), environment.lake());
    try (ConsoleProgress ignored = ConsoleProgress.start(board, System.out)) {
      QueryWatch watch = QueryWatch.on(spark);
      spark.streams().addListener(new QueryLogs(pipeline.name(), spark));
      JobMetrics metrics = new JobMetrics(pipeline.name());
      spark.streams().addListener(new ProgressMetrics(metrics, Clock.systemUTC()));
      Health health = new Health(Clock.systemUTC(), Health.STALLED);
      spark.streams().addListener(health);
      UiPages.add(spark, metrics, health);
      JobContext context =
          new JobContext(
              spark, pipeline, environment, arguments, UUID.randomUUID(), board, metrics);
      RunningJob running = job.start(context);
      health.started();
      ExitStatus status = await(name, running, watch);
      return close(name, running, status);
    } finally {
      if (!stop.requested()) {
        spark.stop();
      }
    }
  }

  private ExitStatus await(String name, RunningJob running, QueryWatch watch) {
    stop.run(() -> stop(running, watch), running::abandon);
    try {
      QueriesEnd.await(running);
      return ExitStatus.STOPPED;
    } catch (StreamingQueryException | RuntimeException e) {
      Failure failure = Failure.of(e, running);
      if (stop.requested() && failure.cause().kind() == AssayException.Kind.EXTERNAL) {
        LOG.warn("Left to the next start: {}", failure.cause().getMessage());
        return ExitStatus.STOPPED;
      }
      failure.report(name);
      stop(running, watch);
      return ExitStatus.whileRunning(failure.cause());
    }
  }

  private static void stop(RunningJob running, QueryWatch watch) {
    running.stopping();
    watch.stop(running.queries(), STOP_BOUND);
  }

  private static ExitStatus close(String name, RunningJob running, ExitStatus status) {
    try {
      running.close();
      return status;
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      failure.report(name);
      return status == ExitStatus.STOPPED ? ExitStatus.whileRunning(failure.cause()) : status;
    }
  }
}
