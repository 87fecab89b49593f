package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of a case file. */
final class CaseSections {
  private static final String REQUIRED = PipelineSections.REQUIRED;
  private static final String NONE = PipelineSections.NONE;

  static final Section FILE =
      new Section(
          "",
          "The file itself.",
          List.of(
              new Key(
                  "cases",
                  "group of named cases",
                  REQUIRED,
                  "Each one begins with an empty database. A name is lower-case letters, digits and"
                      + " hyphens, at most 60.",
                  "cases { newest-wins { batches = [ { } ], expect { } } }"),
              new Key(
                  LetPaths.LET,
                  "anything",
                  "empty",
                  "Constants of your own, for `${let.…}` elsewhere in the file.",
                  "let { upload = aa11 }")));

  static final Section CASE =
      new Section(
          "cases.<case>",
          "Records in, and what must then be there.",
          List.of(
              new Key(
                  "description", "text", "empty", "One line for people.", "description = \"…\""),
              new Key(
                  "batches",
                  "list of batches",
                  REQUIRED,
                  "Micro-batches, one after the other.",
                  "batches = [ { records = [ { topic = orders, value { id = 1 } } ] } ]"),
              new Key(
                  "expect",
                  "group",
                  REQUIRED,
                  "What must be there after the last batch.",
                  "expect { counts { applied = 1 } }")));

  static final Section BATCH =
      new Section(
          "cases.<case>.batches",
          "A micro-batch.",
          List.of(
              new Key(
                  "records",
                  "list of records",
                  NONE,
                  "New records.",
                  "records = [ { topic = orders, value { id = 1 } } ]"),
              new Key(
                  "redeliver",
                  "list of places",
                  NONE,
                  "Records of earlier batches that Kafka gives once more, as"
                      + " `topic/partition/offset`.",
                  "redeliver = [\"orders/0/0\"]"),
              new Key(
                  "restart",
                  "true, false",
                  "false",
                  "Whether the job is ended and started anew before the batch.",
                  "restart = true")));

  static final Section RECORD =
      new Section(
          "cases.<case>.batches.records",
          "A record. Its value is exactly one of `value`, `text`, `base64`, `file` and `tombstone`.",
          List.of(
              new Key("topic", "text", REQUIRED, "Its topic.", "topic = orders"),
              new Key("partition", "number", "0", "Its partition.", "partition = 1"),
              new Key(
                  "offset",
                  "number",
                  "behind the last one of its partition",
                  "Its offset.",
                  "offset = 7"),
              new Key(
                  "timestamp",
                  "text",
                  "2026-01-01T00:00:00Z for the first record, a second more for each one after it",
                  "Kafka's timestamp, ISO 8601.",
                  "timestamp = \"2026-01-02T03:04:05Z\""),
              new Key("key", "text", NONE, "The Kafka key, as UTF-8.", "key = \"17\""),
              new Key(
                  "headers",
                  "group: name = text",
                  NONE,
                  "Kafka headers, as UTF-8.",
                  "headers { \"assay.file\" = \"a.csv\" }"),
              new Key("value", "group or list", NONE, "A value of JSON.", "value { id = 1 }"),
              new Key("text", "text", NONE, "A value of text, as UTF-8.", "text = \"no json\""),
              new Key("base64", "text", NONE, "A value of bytes.", "base64 = \"AAAAAAI=\""),
              new Key(
                  "file",
                  "path",
                  NONE,
                  "A value that is a file's bytes, relative to this file.",
                  "file = \"order.avro\""),
              new Key("tombstone", "true", NONE, "No value.", "tombstone = true")));

  static final Section EXPECT =
      new Section(
          "cases.<case>.expect",
          "What is not mentioned is not looked at.",
          List.of(
              new Key(
                  "tables",
                  "group: table = list of rows",
                  NONE,
                  "All rows of a table, in any order. Of each row the columns that matter, as"
                      + " PostgreSQL writes their values, in UTC; `null` is null.",
                  "tables { item = [ { id = T101, name = tub } ] }"),
              new Key(
                  "quarantine",
                  "list of records",
                  NONE,
                  "All records in quarantine; `[]` if there must be none.",
                  "quarantine = [ { record = \"orders/0/1\", rules = [decode] } ]"),
              new Key(
                  "counts",
                  "group",
                  NONE,
                  "Over all batches.",
                  "counts { raw = 3, applied = 2, superseded = 1 }")));

  static final Section REFUSED =
      new Section(
          "cases.<case>.expect.quarantine",
          "A record in quarantine.",
          List.of(
              new Key(
                  "record",
                  "place",
                  REQUIRED,
                  "As `topic/partition/offset`.",
                  "record = \"orders/0/1\""),
              new Key(
                  "rules",
                  "list of texts",
                  REQUIRED,
                  "Every rule that it fails, those that only warn included, in any order.",
                  "rules = [present]")));

  static final Section COUNTS =
      new Section(
          "cases.<case>.expect.counts",
          "How many records.",
          List.of(
              count("raw", "Read."),
              count("applied", "In the tables."),
              count("quarantined", "Refused."),
              count("filtered", "Left out by `filter`."),
              count("superseded", "Older than what was there, or a duplicate."),
              count("held", "Waiting for a parent.")));

  private static Key count(String name, String meaning) {
    return new Key(name, "number", "not looked at", meaning, name + " = 1");
  }

  static List<Section> all() {
    return List.of(FILE, CASE, BATCH, RECORD, EXPECT, REFUSED, COUNTS);
  }

  private CaseSections() {}
}
