package io.assay.admin;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.assay.lake.RawTable;
import io.assay.lake.RecordPosition;
import io.assay.model.Environment;
import io.assay.postgres.Coordinates;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.Selection;
import io.assay.runtime.SessionFactory;
import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The options that choose records in quarantine; all that are given have to be true. */
final class QuarantineOptions {
  private static final Parameter<String> RULE =
      Parameter.text("rule", "RULE", "only records that fail this rule");
  private static final Parameter<Instant> SINCE =
      new Parameter<>(
          "since",
          "TIME",
          "only records quarantined at that time or later, such as 2026-01-31 or 2026-01-31T08:30:00Z",
          QuarantineOptions::time);
  private static final Parameter<Instant> UNTIL =
      new Parameter<>(
          "until", "TIME", "only records quarantined before that time", QuarantineOptions::time);
  private static final Parameter<String> KEY =
      Parameter.text(
          "key", "KEY", "only records with this Kafka key, as text; looks into the raw table");
  private static final Parameter<List<Coordinates>> RECORD =
      new Parameter<>(
          "record",
          "TOPIC/PARTITION/OFFSET",
          "only these records, separated by commas; an offset may be a range, such as 11-20",
          RecordList::parse);

  private QuarantineOptions() {}

  static CommandLine.Builder addTo(CommandLine.Builder commandLine) {
    return commandLine.option(RULE).option(SINCE).option(UNTIL).option(KEY).option(RECORD);
  }

  /** What the options say about the ledger; the key is asked separately. */
  static Selection selection(Arguments arguments) {
    return new Selection(
        arguments.value(RULE),
        arguments.value(SINCE),
        arguments.value(UNTIL),
        arguments.value(RECORD));
  }

  /** Whether no option is given. */
  static boolean isAll(Arguments arguments) {
    return selection(arguments).isAll() && arguments.value(KEY).isEmpty();
  }

  /** What the options say, the key included: that one only the raw table knows. */
  static Selection selection(
      Arguments arguments, Quarantine quarantine, String pipeline, Environment.Lake lake)
      throws SQLException {
    Selection selection = selection(arguments);
    Optional<String> key = arguments.value(KEY);
    if (key.isEmpty()) {
      return selection;
    }
    List<Coordinates> candidates = quarantine.coordinates(selection);
    return selection.among(
        candidates.isEmpty() ? candidates : withKey(key.get(), candidates, pipeline, lake));
  }

  private static List<Coordinates> withKey(
      String key, List<Coordinates> candidates, String pipeline, Environment.Lake lake) {
    SparkSession session = SessionFactory.start("assay-quarantine", lake);
    try {
      return new RawTable(lake.raw(pipeline))
              .records(
                  session,
                  candidates.stream()
                      .map(
                          record ->
                              new RecordPosition(
                                  record.topic(), record.partition(), record.offset()))
                      .toList())
              .filter(col("key").equalTo(lit(key.getBytes(StandardCharsets.UTF_8))))
              .select("topic", "partition", "offset")
              .collectAsList()
              .stream()
              .map(row -> new Coordinates(row.getString(0), row.getInt(1), row.getLong(2), 0))
              .toList();
    } finally {
      session.stop();
    }
  }

  private static Instant time(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time; write it like 2026-01-31 or 2026-01-31T08:30:00Z", e);
    }
  }
}
