package io.assay.flow.refine;

import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineOptions.Source;
import io.assay.flow.retry.Retries;
import io.assay.runtime.JobContext;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** The options of refine on a command line; {@code refine} and {@code run} take them alike. */
public final class RefineArguments {
  private static final Parameter<Source> SOURCE =
      Parameter.choice(
          "source",
          Source.class,
          "where refine reads the records; may be changed from one start to the next (default: lake)");
  private static final Parameter<Duration> INTERVAL =
      Parameter.duration(
          "refine-interval",
          "shortest time from one batch of refine to the next (default: 0ms, one after the other)");
  private static final Parameter<Long> MAX_BYTES =
      Parameter.count(
          "max-bytes-per-batch",
          "from the lake: about so many bytes of raw files at most in one batch of refine (default: 1000 files)");
  private static final Parameter<Long> MAX_OFFSETS =
      Parameter.count(
          "max-offsets-per-batch",
          "from Kafka: so many records at most in one batch of refine (default: no bound)");

  private RefineArguments() {}

  /** Adds the options. */
  public static CommandLine.Builder addTo(CommandLine.Builder commandLine) {
    return commandLine
        .option(SOURCE)
        .option(INTERVAL)
        .option(MAX_BYTES)
        .option(MAX_OFFSETS)
        .option(Retries.ATTEMPTS);
  }

  /**
   * Reads the options.
   *
   * @param interval between batches; empty: what is there now, and then end
   */
  public static RefineOptions options(Arguments arguments, Optional<Duration> interval, End end) {
    Source source = source(arguments);
    OptionalLong most =
        arguments
            .value(source == Source.LAKE ? MAX_BYTES : MAX_OFFSETS)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty());
    return new RefineOptions(source, interval, most, end, Retries.of(arguments));
  }

  /** Where refine reads. */
  public static Source source(Arguments arguments) {
    return arguments.value(SOURCE).orElse(Source.LAKE);
  }

  /** The interval asked for, or none between batches. */
  public static Duration interval(Arguments arguments) {
    return arguments.value(INTERVAL).orElse(Duration.ZERO);
  }

  /** Where the batches of a run are counted, for people and for Prometheus. */
  public static BatchListener progress(JobContext context) {
    return new RefineProgress(
        new BatchMetrics(context.metrics(), context.pipeline().breakers(), Clock.systemUTC()),
        context.progress());
  }
}
