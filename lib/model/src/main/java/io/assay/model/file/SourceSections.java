package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of the source of a pipeline. */
final class SourceSections {
  private static final String REQUIRED = PipelineSections.REQUIRED;
  private static final String NONE = PipelineSections.NONE;

  static final Section SOURCE =
      new Section(
          "source",
          "Topics, and how their records are written. Whatever the format, a value (and a key) becomes"
              + " an object with members, which fields are taken `from`.",
          List.of(
              new Key(
                  "topics",
                  "list of texts",
                  "required, or topic-pattern",
                  "Exact topic names; each has to exist.",
                  "topics = [fabrication, assembly]"),
              new Key(
                  "topic-pattern",
                  "regular expression",
                  "required, or topics",
                  "Instead of names: all topics whose whole name the Java regular expression matches,"
                      + " but for Kafka's internal ones. A topic that appears later is read from its"
                      + " beginning.",
                  "topic-pattern = \"plant\\\\.[a-z]+\""),
              new Key(
                  "format",
                  "json, ndjson, csv, text, avro, debezium",
                  REQUIRED,
                  "How a value is decoded: `json` is one JSON object; `ndjson` several, one in each"
                      + " line, which are the list `_lines`; `csv` one line of delimited text; `text`"
                      + " plain text; `avro` one Avro datum, in the wire format of a schema registry or"
                      + " with a schema file; `debezium` a change event. JSON is UTF-8.",
                  "format = json"),
              new Key(
                  "csv",
                  "group",
                  "required for csv",
                  "Columns and dialect of the line. Only with `format = csv`.",
                  "csv { columns = [id, name] }"),
              new Key(
                  "text",
                  "group",
                  "all of it is the member `value`",
                  "What the members of a text are. Only with `format = text`.",
                  "text { pattern = \"(?<product>.+)\" }"),
              new Key(
                  "avro",
                  "group",
                  "wire format of a registry, read as written",
                  "Schemas. Only with `format = avro`.",
                  "avro { reader-schema-file = \"order.avsc\" }"),
              new Key(
                  "debezium",
                  "group",
                  "JSON",
                  "How change events are written. Only with `format = debezium`.",
                  "debezium { encoding = avro }"),
              new Key(
                  "key",
                  "group",
                  "text",
                  "How a Kafka key is decoded, where its members are asked for: in fields by"
                      + " `from = { key = id }`, in SQL by `_key.id`.",
                  "key { format = json }"),
              new Key(
                  "names",
                  "exact, relaxed",
                  "exact",
                  "How names in the data are compared with `from`: to the letter, or without regard"
                      + " to case, outer white space and runs of white space inside.",
                  "names = relaxed")));

  static final Section CSV =
      new Section(
          "source.csv",
          "One line of delimited text per record, quoted as RFC 4180 has it unless the keys say"
              + " otherwise.",
          List.of(
              new Key(
                  "columns",
                  "list of texts",
                  REQUIRED,
                  "Names of the columns, in order. A line with fewer does not decode.",
                  "columns = [\"user id\", product]"),
              new Key(
                  "delimiter",
                  "one character",
                  ",",
                  "Stands between columns.",
                  "delimiter = \";\""),
              new Key(
                  "quote", "one character", "\"", "Stands around quoted values.", "quote = \"'\""),
              new Key(
                  "escape",
                  "one character",
                  "the quote",
                  "Stands inside of a quoted value before a quote, and before itself. The quote itself"
                      + " is doubled, as in RFC 4180.",
                  "escape = \"\\\\\""),
              new Key(
                  "nulls",
                  "list of texts",
                  "empty",
                  "Texts that stand for no value, unless they are quoted.",
                  "nulls = [\"\\\\N\", NULL]"),
              new Key(
                  "trim",
                  "true, false",
                  "false",
                  "Whether white space around values, and around their quotes, is no part of them.",
                  "trim = true"),
              new Key(
                  "header",
                  "true, false",
                  "false",
                  "Whether each record begins with a line that names its columns, in its own order."
                      + " Each of `columns` has to be there.",
                  "header = true"),
              new Key(
                  "extra-columns",
                  "reject, ignore",
                  "reject",
                  "What more columns than declared lead to: the record does not decode, or they are"
                      + " not looked at.",
                  "extra-columns = ignore"),
              encoding()));

  static final Section TEXT =
      new Section(
          "source.text, source.key.text",
          "Plain text: one member for each named group of a pattern.",
          List.of(
              new Key(
                  "pattern",
                  "regular expression",
                  "(?s)(?<value>.*)",
                  "A Java regular expression that the whole text has to match, a final line break"
                      + " aside. Its named groups are the members; a group that takes no part is null.",
                  "pattern = \"(?<product>.+)-(?<size>[0-9]+)\""),
              encoding()));

  static final Section AVRO =
      new Section(
          "source.avro, source.key.avro",
          "Without `schema` and `schema-file`, each datum is in the wire format of a registry (a byte 0,"
              + " four bytes with the id of its schema, the datum) and is decoded with its own schema;"
              + " the environment says where the `registry` is. Decimals, dates, times and UUIDs become"
              + " their usual texts, bytes become Base64.",
          List.of(
              new Key(
                  "schema-file",
                  "text",
                  NONE,
                  "A file with the Avro schema that every datum was written with; each record is a datum"
                      + " and nothing else. The path is relative to the pipeline file. What the file says"
                      + " is part of the definition.",
                  "schema-file = \"order.avsc\""),
              new Key(
                  "schema",
                  "text",
                  NONE,
                  "The same, written here.",
                  "schema = \"\"\"{\"type\": \"record\", …}\"\"\""),
              new Key(
                  "reader-schema-file",
                  "text",
                  NONE,
                  "A file with an Avro schema that each datum is projected to, by the rules of Avro's"
                      + " schema resolution: renamed by aliases, promoted, filled with defaults.",
                  "reader-schema-file = \"order-v3.avsc\""),
              new Key(
                  "reader-schema",
                  "text",
                  NONE,
                  "The same, written here.",
                  "reader-schema = \"\"\"{\"type\": \"record\", …}\"\"\"")));

  static final Section DEBEZIUM =
      new Section(
          "source.debezium, source.key.debezium",
          "Change events. The members are the row's columns (of `after`, or of `before` for a delete) and"
              + " `_op` (c, r, u, d, t), `_ts_ms`, `_before` and `_source`. In SQL `_op` is also among the"
              + " coordinates; it is null for a tombstone. Transaction metadata and messages (m) are"
              + " counted as filtered. An event with Debezium's placeholder for a large value that was"
              + " not changed is quarantined: the value itself is not there.",
          List.of(
              new Key(
                  "encoding",
                  "json, avro",
                  "json",
                  "JSON, with or without the schema around the payload: with it, dates, times and decimals"
                      + " are turned into their usual texts, without it they are as they are written (see"
                      + " `unit`). Or Avro in the wire format of a registry.",
                  "encoding = avro")));

  static final Section KEY =
      new Section(
          "source.key",
          "How a Kafka key is decoded. Without it, a key is text and has one member, `value`.",
          List.of(
              new Key(
                  "format",
                  "text, json, avro, debezium",
                  REQUIRED,
                  "As for values; `debezium` is the key of a change event, with or without the schema"
                      + " around the payload.",
                  "format = debezium"),
              new Key("text", "group", NONE, "As for values.", "text { encoding = UTF-16 }"),
              new Key(
                  "avro", "group", NONE, "As for values.", "avro { schema-file = \"id.avsc\" }"),
              new Key(
                  "debezium", "group", NONE, "As for values.", "debezium { encoding = avro }")));

  private SourceSections() {}

  private static Key encoding() {
    return new Key(
        "encoding",
        "UTF-8, ISO-8859-1, windows-1252, UTF-16",
        "UTF-8",
        "How characters are written. What is none in that encoding does not decode.",
        "encoding = windows-1252");
  }
}
