package io.assay.admin;

import io.assay.engine.format.AvroContainer;
import io.assay.model.AssayException;
import io.assay.model.file.EnvironmentFile;
import io.assay.propose.Declared;
import io.assay.propose.Proposal;
import io.assay.propose.Sample;
import io.assay.propose.SampleFile;
import io.assay.propose.SampleRecords;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.Driver;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code propose}: a pipeline to start from, made from a sample of a topic or a file. */
final class ProposeCommand implements AdminCommand {
  private static final long DEFAULT_RECORDS = 10_000;
  private static final Parameter<Path> ENVIRONMENT =
      Parameter.file("env", "the environment's definition, a .conf file; with --topic");
  private static final Parameter<String> TOPIC =
      Parameter.text(
          "topic", "TOPIC", "read a sample of this topic; with --file: where the records will be");
  private static final Parameter<Path> FILE =
      Parameter.file(
          "file",
          "read this file instead: JSON (an array of objects, or one a line), CSV with a header (.csv, .tsv), or an Avro container file (.avro)");
  private static final Parameter<String> EACH =
      Parameter.text(
          "each",
          "MEMBER",
          "with --file: the dotted path to the array whose elements are the records");
  private static final Parameter<String> NAME =
      Parameter.text("name", "NAME", "of the pipeline; made from the topic unless given");
  private static final Parameter<Long> RECORDS =
      Parameter.count("records", "how many records to look at; 10,000 unless given");

  private static final CommandLine COMMAND_LINE =
      CommandLine.named(
              "propose", "Prints a pipeline to start from, made from a sample of records.")
          .option(ENVIRONMENT)
          .option(TOPIC)
          .option(FILE)
          .option(EACH)
          .option(NAME)
          .option(RECORDS)
          .example(
              "submit/assay propose --topic orders > orders.conf", "from the records of a topic")
          .example(
              "submit/assay propose --file answer.json --each results --topic users > users.conf",
              "from a file, for the topic that it will be fed to")
          .build();

  @Override
  public void runAndExit(String[] args) {
    Driver.run("assay-propose", () -> run(args));
  }

  static ExitStatus run(String[] args) {
    return CommandRunner.run(COMMAND_LINE, args, ProposeCommand::propose);
  }

  private static ExitStatus propose(Arguments arguments) {
    Sample sample = arguments.value(FILE).isPresent() ? ofFile(arguments) : ofTopic(arguments);
    String name = arguments.value(NAME).orElseGet(() -> pipelineName(sample.topic()));
    System.out.print(Proposal.of(name, sample).text());
    return ExitStatus.STOPPED;
  }

  private static Sample ofFile(Arguments arguments) {
    Path file = arguments.required(FILE);
    String topic = arguments.value(TOPIC).orElseGet(() -> baseName(file));
    int most = Math.toIntExact(arguments.value(RECORDS).orElse(DEFAULT_RECORDS));
    String each = arguments.value(EACH).orElse("");
    return file.getFileName().toString().endsWith(".avro")
        ? avro(topic, file, most)
        : SampleFile.read(topic, file, each, most);
  }

  private static Sample avro(String topic, Path file, int most) {
    SampleRecords records = new SampleRecords(most);
    Map<List<String>, String> types =
        AvroContainer.read(file, json -> records.add(SampleFile.read(null, json)));
    return records.sample(topic, file.getFileName().toString(), new Declared("avro", types));
  }

  private static Sample ofTopic(Arguments arguments) {
    String topic =
        arguments
            .value(TOPIC)
            .orElseThrow(
                () ->
                    new AssayException(
                        AssayException.Kind.USER,
                        "Nothing to propose from. Say --topic TOPIC or --file FILE."));
    Path environment =
        arguments
            .value(ENVIRONMENT)
            .orElseThrow(
                () ->
                    new AssayException(
                        AssayException.Kind.USER,
                        "No environment. Say where Kafka is, with --env FILE."));
    int most = Math.toIntExact(arguments.value(RECORDS).orElse(DEFAULT_RECORDS));
    return new TopicRecords(EnvironmentFile.parse(environment), topic).sample(most);
  }

  private static String baseName(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String pipelineName(String topic) {
    String name =
        topic.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-$", "");
    return name.isEmpty() ? "proposed" : name.substring(0, Math.min(40, name.length()));
  }
}
