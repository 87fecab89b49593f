package io.assay.feed;

import io.assay.feed.files.CsvDialect;
import io.assay.feed.files.FileRecords;
import io.assay.feed.files.JsonRecords;
import io.assay.feed.files.KeyColumn;
import io.assay.feed.files.Sheet;
import io.assay.feed.files.SheetRecords;
import io.assay.feed.files.ValueFormat;
import io.assay.feed.kafka.Delivery;
import io.assay.feed.kafka.Topics;
import io.assay.runtime.CommandRunner;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code feed files}: the rows of CSV files and the objects of JSON files as records. Every file is
 * read and checked before the first record is sent, so a fault in one of them sends nothing.
 */
final class FilesCommand implements FeedCommand {
  private static final Parameter<Path> FILE =
      Parameter.file(
          "FILE",
          "one or more CSV files, each with a header row, or JSON files: .json (an array, or objects one after the other), .jsonl and .ndjson (one on each line)");
  private static final Parameter<String> TOPIC =
      Parameter.text(
          "topic",
          "TOPIC",
          "where all files go (default: each to the topic of its name, a/items.csv to items)");
  private static final Parameter<String> KEY =
      Parameter.text(
          "key",
          "COLUMN",
          "column, or dotted path in a JSON file, whose value is the record's key (default: of a CSV file the first of 'process id', 'assembly id' and 'item id' that it has)");
  private static final Parameter<String> EACH =
      Parameter.text(
          "each",
          "MEMBER",
          "of .json files: the dotted path to the array whose elements are the records (default: the file itself)");
  private static final Parameter<Charset> ENCODING =
      new Parameter<>(
          "encoding",
          "CHARSET",
          "of files without a byte order mark (default: UTF-8)",
          FilesCommand::charset);
  private static final Parameter<Character> DELIMITER =
      new Parameter<>(
          "delimiter",
          "CHARACTER",
          "what stands between columns, or 'tab' (default: a comma)",
          FilesCommand::delimiter);
  private static final Parameter<ValueFormat> FORMAT =
      Parameter.choice(
          "format",
          ValueFormat.class,
          "what a record's value is: an object with the header's names (json), or the line as it stands (csv) (default: json)");

  private static final CommandLine COMMAND_LINE =
      CommandLine.named(
              "feed files", "Send the rows of CSV files, or the objects of JSON files, to Kafka.")
          .requiredOption(Delivery.ENVIRONMENT)
          .option(TOPIC)
          .option(KEY)
          .option(ENCODING)
          .option(DELIMITER)
          .option(FORMAT)
          .option(EACH)
          .option(Delivery.PARTITIONS)
          .arguments(FILE)
          .example(
              "submit/assay feed files fabrication.csv sub-assembly.csv assembly.csv",
              "each to the topic of its name")
          .example(
              "submit/assay feed files --topic orders --key number --delimiter ';' --encoding windows-1252 *.csv",
              "all to one topic")
          .example(
              "submit/assay feed files --topic users --key login.uuid --each results answer.json",
              "each element of an array, to the letter")
          .build();

  @Override
  public ExitStatus run(String[] args) {
    return CommandRunner.run(COMMAND_LINE, args, FilesCommand::run);
  }

  private static ExitStatus run(Arguments arguments) {
    CsvDialect dialect =
        new CsvDialect(
            arguments.value(ENCODING).orElse(StandardCharsets.UTF_8),
            arguments.value(DELIMITER).orElse(','));
    List<FileRecords> files =
        arguments.all(FILE).stream().map(file -> records(file, dialect, arguments)).toList();
    return Delivery.of(COMMAND_LINE, arguments)
        .deliver(
            files.stream().map(FileRecords::topic).toList(),
            sender -> {
              for (FileRecords records : files) {
                records.forEach(sender::send);
                sender.finish();
                System.out.println(records.report());
              }
            });
  }

  private static FileRecords records(Path file, CsvDialect dialect, Arguments arguments) {
    String topic = Topics.legalName(arguments.value(TOPIC).orElseGet(() -> baseName(file)));
    if (JsonRecords.areIn(file)) {
      return JsonRecords.of(file, topic, arguments.value(KEY), arguments.value(EACH).orElse(""));
    }
    Sheet sheet = Sheet.of(file, dialect);
    KeyColumn key = KeyColumn.of(sheet, arguments.value(KEY));
    ValueFormat format = arguments.value(FORMAT).orElse(ValueFormat.JSON);
    return new SheetRecords(sheet, topic, key, format);
  }

  private static String baseName(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Charset charset(String name) {
    return Optional.of(name)
        .filter(FilesCommand::isCharset)
        .map(Charset::forName)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no encoding '"
                        + name
                        + "'; UTF-8, UTF-16LE and windows-1252 are some"));
  }

  private static boolean isCharset(String name) {
    return name.matches("[a-zA-Z0-9][a-zA-Z0-9+.:_-]*") && Charset.isSupported(name);
  }

  private static char delimiter(String text) {
    String character = text.equals("tab") || text.equals("\\t") ? "\t" : text;
    if (character.length() != 1 || "\"\r\n".contains(character)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not one character to stand between columns");
    }
    return character.charAt(0);
  }
}
