package io.assay.feed;

import io.assay.feed.files.CsvDialect;
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
 * {@code feed files}: the rows of CSV files as records. Every file is read and checked before the
 * first record is sent, so a fault in one of them sends nothing.
 */
final class FilesCommand implements FeedCommand {
  private static final Parameter<Path> FILE =
      Parameter.file("FILE", "one or more CSV files, each with a header row");
  private static final Parameter<String> TOPIC =
      Parameter.text(
          "topic",
          "TOPIC",
          "where all files go (default: each to the topic of its name, a/items.csv to items)");
  private static final Parameter<String> KEY =
      Parameter.text(
          "key",
          "COLUMN",
          "whose value is the record's key (default: the first of 'process id', 'assembly id' and 'item id' that the file has)");
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
      CommandLine.named("feed files", "Send the rows of CSV files to Kafka, one record each.")
          .requiredOption(Delivery.ENVIRONMENT)
          .option(TOPIC)
          .option(KEY)
          .option(ENCODING)
          .option(DELIMITER)
          .option(FORMAT)
          .option(Delivery.PARTITIONS)
          .arguments(FILE)
          .example(
              "submit/assay feed files fabrication.csv sub-assembly.csv assembly.csv",
              "each to the topic of its name")
          .example(
              "submit/assay feed files --topic orders --key number --delimiter ';' --encoding windows-1252 *.csv",
              "all to one topic")
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
    List<SheetRecords> sheets =
        arguments.all(FILE).stream()
            .map(file -> records(Sheet.of(file, dialect), arguments))
            .toList();
    return Delivery.of(COMMAND_LINE, arguments)
        .deliver(
            sheets.stream().map(SheetRecords::topic).toList(),
            sender -> {
              for (SheetRecords records : sheets) {
                records.forEach(sender::send);
                sender.finish();
                System.out.println(report(records));
              }
            });
  }

  private static SheetRecords records(Sheet sheet, Arguments arguments) {
    String topic = Topics.legalName(arguments.value(TOPIC).orElseGet(() -> baseName(sheet)));
    KeyColumn key = KeyColumn.of(sheet, arguments.value(KEY));
    ValueFormat format = arguments.value(FORMAT).orElse(ValueFormat.JSON);
    return new SheetRecords(sheet, topic, key, format);
  }

  private static String baseName(Sheet sheet) {
    String name = sheet.name();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String report(SheetRecords records) {
    Sheet sheet = records.sheet();
    StringBuilder report =
        new StringBuilder(
            "%s: %,d rows sent to %s (SHA-256 %s)"
                .formatted(sheet.file(), sheet.rows(), records.topic(), sheet.sha256()));
    if (sheet.unevenRows() > 0) {
      report.append("; %,d with too few or too many values".formatted(sheet.unevenRows()));
    }
    if (sheet.blankLines() > 0) {
      report.append("; %,d blank lines passed over".formatted(sheet.blankLines()));
    }
    return report.toString();
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
