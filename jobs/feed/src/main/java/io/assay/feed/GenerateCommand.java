package io.assay.feed;

import io.assay.feed.generate.GeneratedRecord;
import io.assay.feed.generate.GeneratorOptions;
import io.assay.feed.generate.Manifest;
import io.assay.feed.generate.ManufacturingGenerator;
import io.assay.feed.generate.Pace;
import io.assay.feed.generate.RecordClass;
import io.assay.feed.generate.RecordFile;
import io.assay.feed.generate.ShareText;
import io.assay.feed.generate.Stage;
import io.assay.feed.kafka.Delivery;
import io.assay.model.AssayException;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code feed generate}: records that nobody made, the same ones for the same seed. */
final class GenerateCommand implements FeedCommand {
  /** What can be generated. */
  private enum Dataset {
    MANUFACTURING
  }

  private static final Parameter<Dataset> DATASET =
      Parameter.choice("DATASET", Dataset.class, "what to generate: manufacturing");
  private static final Parameter<Long> RECORDS =
      Parameter.count("records", "how many (default: 1000)");
  private static final Parameter<Long> SEED =
      Parameter.count("seed", "another seed gives other records (default: 1)");
  private static final Parameter<Long> FIRST_NUMBER =
      Parameter.count(
          "first-number",
          "where the numbers in ids begin; another run with one beyond those of the first sends other keys (default: "
              + GeneratorOptions.DEFAULT_FIRST_NUMBER
              + ")");
  private static final Parameter<Double> DEFECTS =
      new Parameter<>(
          "defects",
          "SHARE",
          "of all records, how many have a defect, from 0 to 1; every class of defects equally often (default: 0)",
          ShareText::share);
  private static final Parameter<Map<RecordClass, Double>> DEFECT =
      new Parameter<>(
          "defect",
          "NAME=SHARE,…",
          "of all records, how many have a defect of one class, instead of its part of --defects; the classes are "
              + ShareText.names(),
          ShareText::defects);
  private static final Parameter<Double> UPDATES =
      new Parameter<>(
          "updates",
          "SHARE",
          "of all records, how many are later versions of ones before them (default: 0)",
          ShareText::share);
  private static final Parameter<Double> LATE =
      new Parameter<>(
          "late",
          "SHARE",
          "of all records, how many are older revisions that come after newer ones (default: 0)",
          ShareText::share);
  private static final Parameter<Long> RATE =
      Parameter.count("rate", "records a second (default: as fast as can be)");
  private static final Parameter<Path> DRY_RUN =
      new Parameter<>(
          "dry-run",
          "FILE",
          "write the records to this file, a JSON object each, instead of to Kafka",
          Path::of);
  private static final Parameter<Path> JSON =
      new Parameter<>(
          "json",
          "FILE",
          "also write to this file, as JSON, how many records of which class were sent",
          Path::of);

  private static final CommandLine COMMAND_LINE =
      CommandLine.named(
              "feed generate",
              "Send records made up from a seed to Kafka; the same seed and options give the same records.")
          .option(Delivery.ENVIRONMENT)
          .option(RECORDS)
          .option(SEED)
          .option(FIRST_NUMBER)
          .option(DEFECTS)
          .option(DEFECT)
          .option(UPDATES)
          .option(LATE)
          .option(RATE)
          .option(DRY_RUN)
          .option(JSON)
          .option(Delivery.PARTITIONS)
          .argument(DATASET)
          .example(
              "submit/assay feed generate manufacturing --records 100000 --defects 0.05 --updates 0.1",
              "a twentieth of the records have a defect, a tenth are updates")
          .example(
              "submit/assay feed generate manufacturing --dry-run records.ndjson --defect duplicate-item=0.01,bad-date=0.02",
              "two classes of defects, to look at")
          .build();

  @Override
  public ExitStatus run(String[] args) {
    return CommandRunner.run(COMMAND_LINE, args, GenerateCommand::run);
  }

  private static ExitStatus run(Arguments arguments) {
    long seed = arguments.value(SEED).orElse(1L);
    GeneratorOptions options =
        new GeneratorOptions(
            arguments.value(RECORDS).orElse(1000L),
            arguments.value(FIRST_NUMBER).orElse(GeneratorOptions.DEFAULT_FIRST_NUMBER),
            shares(arguments));
    Manifest manifest = new Manifest(seed, options);
    ExitStatus status = send(new ManufacturingGenerator(seed, options), manifest, arguments);
    if (status == ExitStatus.STOPPED) {
      System.out.print(manifest.text());
      arguments.value(JSON).ifPresent(file -> write(file, manifest.json() + "\n"));
    }
    return status;
  }

  private static ExitStatus send(
      ManufacturingGenerator generator, Manifest manifest, Arguments arguments) {
    if (arguments.value(DRY_RUN).isPresent()) {
      try (RecordFile file = RecordFile.create(arguments.value(DRY_RUN).get())) {
        forEach(generator, manifest, arguments, file::write);
      }
      return ExitStatus.STOPPED;
    }
    if (arguments.value(Delivery.ENVIRONMENT).isEmpty()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cannot send the records: neither --env, which says where Kafka is, nor --dry-run is given. Give one.");
    }
    return Delivery.of(COMMAND_LINE, arguments)
        .deliver(
            Arrays.stream(Stage.values()).map(Stage::topic).toList(),
            sender -> {
              forEach(generator, manifest, arguments, record -> sender.send(record.record()));
              sender.finish();
            });
  }

  private static void forEach(
      ManufacturingGenerator generator,
      Manifest manifest,
      Arguments arguments,
      Consumer<GeneratedRecord> each) {
    Pace pace = arguments.value(RATE).map(Pace::perSecond).orElseGet(Pace::unbounded);
    while (generator.hasNext()) {
      GeneratedRecord record = generator.next();
      pace.await();
      each.accept(record);
      manifest.add(record);
    }
  }

  private static Map<RecordClass, Double> shares(Arguments arguments) {
    Map<RecordClass, Double> shares = new EnumMap<>(RecordClass.class);
    arguments
        .value(DEFECTS)
        .ifPresent(
            share ->
                RecordClass.defects()
                    .forEach(defect -> shares.put(defect, share / RecordClass.defects().size())));
    arguments.value(DEFECT).ifPresent(shares::putAll);
    arguments.value(UPDATES).ifPresent(share -> shares.put(RecordClass.UPDATE, share));
    arguments.value(LATE).ifPresent(share -> shares.put(RecordClass.LATE, share));
    return shares;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "The records were sent, but the file " + file + " cannot be written: " + e.getMessage(),
          e);
    }
  }
}
