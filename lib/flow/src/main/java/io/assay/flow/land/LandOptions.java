package io.assay.flow.land;

import io.assay.flow.retry.Retries;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.time.Duration;
import org.apache.spark.sql.streaming.Trigger;

/**
 * How to land.
 *
 * @param trigger when batches begin, and whether the query ends with what is there
 * @param maxOffsets the most that one batch reads
 * @param starting where a topic begins of which nothing has been landed
 * @param onDataLoss what to do about records that expired before they were landed
 * @param retries when the environment fails
 */
public record LandOptions(
    Trigger trigger, long maxOffsets, Starting starting, OnDataLoss onDataLoss, Retries retries) {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration AWAITED_INTERVAL = Duration.ofMillis(500);
  private static final long MAX_OFFSETS = 1_000_000;

  private static final Parameter<Duration> INTERVAL_OPTION =
      Parameter.duration(
          "interval",
          "time from one batch of land to the next; fewer batches make fewer files (default: 1s; 500ms where refine of the same job reads what is landed)");
  private static final Parameter<Boolean> AVAILABLE_NOW_OPTION =
      Parameter.flag("available-now", "land what the topics have now, then end");
  private static final Parameter<Long> MAX_OFFSETS_OPTION =
      Parameter.count(
          "max-offsets-per-trigger",
          "so many records at most in one batch of land (default: 1000000)");
  private static final Parameter<Starting> STARTING_OPTION =
      Parameter.choice(
          "starting",
          Starting.class,
          "where land begins with a topic of which nothing has been landed yet (default: earliest)");
  private static final Parameter<OnDataLoss> ON_DATA_LOSS_OPTION =
      Parameter.choice(
          "on-data-loss",
          OnDataLoss.class,
          "what land does when records have expired in Kafka before they were landed (default: fail)");

  /** The same, with another trigger. */
  public LandOptions with(Trigger other) {
    return new LandOptions(other, maxOffsets, starting, onDataLoss, retries);
  }

  /** Adds all options to a command line. */
  public static CommandLine.Builder declare(CommandLine.Builder commandLine) {
    return declareUnending(commandLine.option(AVAILABLE_NOW_OPTION)).option(Retries.ATTEMPTS);
  }

  /**
   * The same without the one that ends the query, and without {@link Retries#ATTEMPTS}: for a job
   * that ends in a way of its own, and declares how often it tries.
   */
  public static CommandLine.Builder declareUnending(CommandLine.Builder commandLine) {
    return commandLine
        .option(INTERVAL_OPTION)
        .option(MAX_OFFSETS_OPTION)
        .option(STARTING_OPTION)
        .option(ON_DATA_LOSS_OPTION);
  }

  /** What the user said. */
  public static LandOptions of(Arguments arguments) {
    return of(arguments, INTERVAL);
  }

  /**
   * The same where somebody waits for what is landed: more often, unless the user has said how
   * often.
   */
  public static LandOptions ofAwaited(Arguments arguments) {
    return of(arguments, AWAITED_INTERVAL);
  }

  private static LandOptions of(Arguments arguments, Duration usual) {
    Duration interval = arguments.value(INTERVAL_OPTION).orElse(usual);
    return new LandOptions(
        arguments.has(AVAILABLE_NOW_OPTION)
            ? Trigger.AvailableNow()
            : Trigger.ProcessingTime(interval.toMillis()),
        arguments.value(MAX_OFFSETS_OPTION).orElse(MAX_OFFSETS),
        arguments.value(STARTING_OPTION).orElse(Starting.EARLIEST),
        arguments.value(ON_DATA_LOSS_OPTION).orElse(OnDataLoss.FAIL),
        Retries.of(arguments));
  }
}
