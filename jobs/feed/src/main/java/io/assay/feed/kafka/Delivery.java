package io.assay.feed.kafka;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.file.EnvironmentFile;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the records of a command to the Kafka of its environment. */
public final class Delivery {
  /** Where Kafka is. */
  public static final Parameter<Path> ENVIRONMENT =
      Parameter.file(
          "env", "the environment's definition, a .conf file, which says where Kafka is");

  /** For topics that are made. */
  public static final Parameter<Long> PARTITIONS =
      Parameter.count("partitions", "of topics that are not there yet (default: 4)");

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final long DEFAULT_PARTITIONS = 4;

  private final String command;
  private final ClientSettings settings;
  private final int partitions;

  private Delivery(String command, Environment.Kafka kafka, int partitions) {
    this.command = command;
    this.settings = new ClientSettings(kafka);
    this.partitions = partitions;
  }

  /** The delivery that a command's arguments ask for; {@link #ENVIRONMENT} must be among them. */
  public static Delivery of(CommandLine commandLine, Arguments arguments) {
    Environment environment = EnvironmentFile.parse(arguments.required(ENVIRONMENT));
    long partitions = arguments.value(PARTITIONS).orElse(DEFAULT_PARTITIONS);
    return new Delivery(commandLine.name(), environment.kafka(), Math.toIntExact(partitions));
  }

  /**
   * Makes topics that are absent, and sends.
   *
   * @param sending sends all records, and finishes
   * @return {@link ExitStatus#FAILED} if a record was not delivered; then it has been told which
   *     and why
   */
  public ExitStatus deliver(Collection<String> topics, Consumer<RecordSender> sending) {
    Set<String> made = new Topics(settings).create(topics, partitions);
    made.forEach(topic -> System.out.println(topic + ": topic made, partitions: " + partitions));
    try (RecordSender sender = new RecordSender(settings)) {
      sending.accept(sender);
      return ExitStatus.STOPPED;
    } catch (AssayException e) {
      if (e.kind() != AssayException.Kind.EXTERNAL) {
        throw e;
      }
      LOG.error("{} failed", command, e);
      System.err.println(command + ": " + e.getMessage());
      return ExitStatus.FAILED;
    }
  }
}
