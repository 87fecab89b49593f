package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of a pipeline file. */
final class PipelineSections {
  static final String REQUIRED = "required";
  private static final String NONE = "none";
  private static final String SQL = "Spark SQL";

  static final Section PIPELINE =
      new Section(
          "",
          "The file itself.",
          List.of(
              new Key(
                  "pipeline",
                  "name",
                  REQUIRED,
                  "Name of the pipeline: lower-case letters, digits and hyphens, at most 40. Names"
                      + " the ledger rows, the lake folders and the lock, so it does not change.",
                  "pipeline = manufacturing"),
              new Key(
                  "description",
                  "text",
                  "empty",
                  "One line for people.",
                  "description = \"Sheets of a plant\""),
              new Key(
                  "source",
                  "group",
                  REQUIRED,
                  "Topics, and how their values are written.",
                  "source { topics = [orders], format = json }"),
              new Key(
                  "let",
                  "anything",
                  "empty",
                  "Constants of your own, for `${let.…}` elsewhere in the file. Not part of the"
                      + " definition.",
                  "let { hold = 1 day }"),
              new Key(
                  "records",
                  "group of named kinds",
                  REQUIRED,
                  "The kinds of records. Their `when` is tried in the order of the file, and the"
                      + " first that matches takes the record; what none takes is quarantined as"
                      + " `unmatched`. A name is lower-case letters, digits and underscores, at"
                      + " most 40.",
                  "records { order { when = \"_topic = 'orders'\" } }"),
              new Key(
                  "silver",
                  "true, false",
                  "true",
                  "Whether the accepted records are also kept, typed, in the lake.",
                  "silver = false")));

  static final Section SOURCE =
      new Section(
          "source",
          "Topics, and how their values are written.",
          List.of(
              new Key(
                  "topics",
                  "list of texts",
                  REQUIRED,
                  "Exact topic names.",
                  "topics = [fabrication, assembly]"),
              new Key(
                  "format",
                  "json, csv",
                  REQUIRED,
                  "How a value is decoded: `json` is one JSON object, `csv` is one line of"
                      + " delimited text without a header line; both in UTF-8.",
                  "format = json"),
              new Key(
                  "csv",
                  "group",
                  "required for csv",
                  "Columns of the line. Only with `format = csv`.",
                  "csv { columns = [id, name] }"),
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
          "One line of delimited text per record, quoted as RFC 4180 has it.",
          List.of(
              new Key(
                  "columns",
                  "list of texts",
                  REQUIRED,
                  "Names of the columns, in order. A line with more or fewer does not decode.",
                  "columns = [\"user id\", product]"),
              new Key(
                  "delimiter",
                  "one character",
                  ",",
                  "Stands between columns.",
                  "delimiter = \";\""),
              new Key(
                  "quote",
                  "one character",
                  "\"",
                  "Stands around quoted values.",
                  "quote = \"'\"")));

  static final Section KIND =
      new Section(
          "records.<kind>",
          "One kind of record: how it is recognised, its fields, its rules, and the rows it"
              + " becomes.",
          List.of(
              new Key(
                  "when",
                  SQL,
                  "every record",
                  "Takes the records for which it is true. Over the coordinates `_topic`,"
                      + " `_partition`, `_offset`, `_timestamp`, `_key` (the Kafka key as text) and"
                      + " `_tombstone` (the value is null). Only the last kind may be without.",
                  "when = \"_topic = 'orders'\""),
              new Key(
                  "fields",
                  "group of named fields",
                  REQUIRED,
                  "Typed values of the record. A name is lower-case letters, digits and"
                      + " underscores, at most 63.",
                  "fields { id { from = id, type = text } }"),
              new Key(
                  "filter",
                  SQL,
                  NONE,
                  "Over the fields. A record for which it is true is counted as filtered and goes"
                      + " no further.",
                  "filter = \"id is null\""),
              new Key(
                  "sequence",
                  "field",
                  NONE,
                  "Orders the versions of one key: the greater wins, and null is older than any"
                      + " value. A field of type integer, bigint, date or timestamp. Without it, or"
                      + " between equals, Kafka order decides.",
                  "sequence = revision"),
              new Key(
                  "delete",
                  "group",
                  NONE,
                  "How a record says that its root row is gone.",
                  "delete { when = \"_tombstone\", key { id = \"_key\" } }"),
              new Key(
                  "rules",
                  "group of named rules",
                  NONE,
                  "What must hold for every record. A name is lower-case letters, digits and"
                      + " hyphens, at most 60.",
                  "rules { present { required = [id] } }"),
              new Key(
                  "root",
                  "table",
                  "the only table",
                  "The table whose key identifies the record; its row decides whether the record is"
                      + " applied or superseded.",
                  "root = item"),
              new Key(
                  "tables",
                  "group of named tables",
                  REQUIRED,
                  "The rows that a record becomes. A name is lower-case letters, digits and"
                      + " underscores, at most 48.",
                  "tables { item { key = [id], columns { id = id } } }")));

  static final Section FIELD =
      new Section(
          "records.<kind>.fields.<field>",
          "A typed value. It has exactly one origin: `from`, `header`, `key` or `sql`. Text that"
              + " does not fit its type is a finding of the built-in rule `type`. A computed field"
              + " may use any other field that does not depend on it.",
          List.of(
              new Key(
                  "from",
                  "text or list",
                  NONE,
                  "Origin: a member of the value, by a dotted path; a list where a name itself"
                      + " holds a dot.",
                  "from = \"address.post code\""),
              new Key(
                  "header",
                  "text",
                  NONE,
                  "Origin: the last Kafka header of that name, as UTF-8 text.",
                  "header = \"assay.file.sha256\""),
              new Key("key", "true", NONE, "Origin: the Kafka key, as UTF-8 text.", "key = true"),
              new Key(
                  "sql",
                  SQL,
                  NONE,
                  "Origin: computed from the coordinates and other fields.",
                  "sql = \"upper(name)\""),
              new Key(
                  "type",
                  "type",
                  REQUIRED,
                  "One of text, integer, bigint, double, decimal(p,s), boolean, date, timestamp,"
                      + " uuid, json.",
                  "type = \"decimal(12,3)\""),
              new Key(
                  "formats",
                  "list of patterns",
                  "ISO 8601",
                  "For dates and timestamps: the patterns of `java.time.format.DateTimeFormatter`,"
                      + " strict, that are accepted. Text that two of them read as different values"
                      + " is ambiguous.",
                  "formats = [\"d/M/yyyy\"]"),
              new Key(
                  "also",
                  "list of patterns",
                  NONE,
                  "For dates and timestamps: patterns that the source is known to mix in. They"
                      + " never give a value, but where a check fails that would pass under one of"
                      + " them, the value is ambiguous rather than wrong.",
                  "also = [\"M/d/yyyy\"]"),
              new Key(
                  "ambiguity",
                  "reject, clear",
                  "reject",
                  "What an ambiguous value leads to: the record is quarantined, or the field is"
                      + " left empty and the row is stamped with the warning `ambiguous`.",
                  "ambiguity = clear"),
              new Key(
                  "keep-blank",
                  "true, false",
                  "false",
                  "Text is kept as it is; otherwise it is trimmed, and blank is null.",
                  "keep-blank = true")));

  static final Section DELETE =
      new Section(
          "records.<kind>.delete",
          "How a record says that its root row is gone. For a tombstone there are no fields, so"
              + " both keys see the coordinates only.",
          List.of(
              new Key(
                  "when",
                  SQL,
                  REQUIRED,
                  "Over the coordinates; a record for which it is true deletes.",
                  "when = \"_tombstone\""),
              new Key(
                  "key",
                  "group: column = " + SQL,
                  REQUIRED,
                  "For each key column of the root, its value, over the coordinates.",
                  "key { id = \"_key\" }")));

  static final Section RULE =
      new Section(
          "records.<kind>.rules.<rule>",
          "Something that must hold. Exactly one of `required`, `range`, `length`, `pattern`,"
              + " `one-of`, `check`, `unique`, `exists-in` and `absent-from` says what. All rules"
              + " are evaluated, and each one that does not hold is a finding. A null passes every"
              + " rule but `required`. The names `decode`, `type`, `ambiguous`, `unmatched`,"
              + " `database`, `not-null` and `orphan-…` are built in.",
          List.of(
              new Key(
                  "required",
                  "list of fields",
                  NONE,
                  "None of them is null. Each one that is, is a finding.",
                  "required = [id, name]"),
              new Key(
                  "field",
                  "field",
                  NONE,
                  "What `range`, `length`, `pattern` and `one-of` look at.",
                  "field = quantity"),
              new Key(
                  "range",
                  "list of two numbers",
                  NONE,
                  "A number between both, which are included; `null` leaves an end open.",
                  "range = [0, null]"),
              new Key(
                  "length",
                  "list of two numbers",
                  NONE,
                  "A text of so many characters, both included; `null` leaves an end open.",
                  "length = [1, 40]"),
              new Key(
                  "pattern",
                  "regular expression",
                  NONE,
                  "A text that the Java regular expression matches as a whole.",
                  "pattern = \"WM[0-9]{3}\""),
              new Key(
                  "one-of",
                  "list of texts",
                  NONE,
                  "A text that is one of these.",
                  "one-of = [planned, ongoing]"),
              new Key(
                  "check",
                  SQL,
                  NONE,
                  "Over the fields, true or null. What cannot be computed does not hold.",
                  "check = \"ends >= starts\""),
              new Key(
                  "fields",
                  "list of fields",
                  "empty",
                  "With `check`: the fields whose values a finding shows.",
                  "fields = [starts, ends]"),
              new Key(
                  "unique",
                  "list of columns",
                  NONE,
                  "No two records have the same values in these columns of the root. Where they"
                      + " hold the whole key, another record with the same values is a duplicate;"
                      + " otherwise another key with the same values is. The later in Kafka order"
                      + " is the finding.",
                  "unique = [id, upload]"),
              new Key(
                  "exists-in",
                  "table",
                  NONE,
                  "Some row of that table satisfies `where`.",
                  "exists-in = item"),
              new Key(
                  "absent-from",
                  "table",
                  NONE,
                  "No row of that table satisfies `where`. For the root itself, earlier rows of the"
                      + " batch count.",
                  "absent-from = item"),
              new Key(
                  "where",
                  "PostgreSQL",
                  NONE,
                  "With `exists-in` and `absent-from`: over `row`, the root row, and `stored`, a"
                      + " row of the table.",
                  "where = \"stored.id = row.item_id\""),
              new Key(
                  "severity",
                  "reject, warn, fail",
                  "reject",
                  "The record is quarantined; or it is applied and its rows are stamped with the"
                      + " rule's name; or the batch fails and the job stops.",
                  "severity = warn"),
              new Key(
                  "message",
                  "text",
                  "made from the check",
                  "What a person reads.",
                  "message = \"no start date\"")));

  static final Section TABLE =
      new Section(
          "records.<kind>.tables.<table>",
          "A target table, as this kind fills it. Several kinds may fill one table; then they give"
              + " the same key, columns, types, references and `keep`.",
          List.of(
              new Key("key", "list of columns", REQUIRED, "The primary key.", "key = [item_id]"),
              new Key(
                  "columns",
                  "group of named columns",
                  REQUIRED,
                  "Either `column = field`, which takes the field's type, or a group as below. A"
                      + " name is lower-case letters, digits and underscores, at most 63, and does"
                      + " not begin with `assay_`.",
                  "columns { item_id = item_id }"),
              new Key(
                  "references",
                  "group of named references",
                  NONE,
                  "Foreign keys. A name is lower-case letters, digits and underscores, at most 40.",
                  "references { item { columns = [item_id] } }"),
              new Key(
                  "when",
                  SQL,
                  "always",
                  "Over the fields; the record gives a row where it is true. Not for the root.",
                  "when = \"machine_id is not null\""),
              new Key(
                  "keep",
                  "newest, first",
                  "newest; first where all columns are key columns",
                  "Which version of a row stays. The root keeps the newest.",
                  "keep = first")));

  static final Section COLUMN =
      new Section(
          "records.<kind>.tables.<table>.columns.<column>",
          "A column that is more than a field.",
          List.of(
              new Key(
                  "sql",
                  SQL,
                  REQUIRED,
                  "Its value, over the fields.",
                  "sql = \"uuid5('…', item)\""),
              new Key("type", "type", REQUIRED, "As for fields.", "type = uuid"),
              new Key(
                  "not-null",
                  "true, false",
                  "true for key columns",
                  "A record without a value is quarantined.",
                  "not-null = true")));

  static final Section REFERENCE =
      new Section(
          "records.<kind>.tables.<table>.references.<reference>",
          "A foreign key to the primary key of another table of the pipeline. A missing parent is a"
              + " finding of the rule `orphan-<reference>`.",
          List.of(
              new Key(
                  "columns",
                  "list of columns",
                  REQUIRED,
                  "Columns of this table, in the order of the other table's key, with the same"
                      + " types.",
                  "columns = [item_id]"),
              new Key(
                  "table", "table", "the reference's name", "The other table.", "table = machine"),
              new Key(
                  "orphan",
                  "reject, stub or group",
                  "reject",
                  "What happens to a record whose parent is not there: it is quarantined"
                      + " (`reject`), a parent with nothing but its key is made (`stub`), or it"
                      + " waits (a group as below).",
                  "orphan = stub")));

  static final Section ORPHAN =
      new Section(
          "records.<kind>.tables.<table>.references.<reference>.orphan",
          "The record waits until its parent arrives.",
          List.of(
              new Key(
                  "hold",
                  "duration",
                  REQUIRED,
                  "How long, from the moment it was first held.",
                  "hold = 1 day"),
              new Key(
                  "then",
                  "reject, stub",
                  "reject",
                  "What happens when the time is over.",
                  "then = stub")));

  private PipelineSections() {}

  /** All of them, in the order of the reference page. */
  static List<Section> all() {
    return List.of(
        PIPELINE, SOURCE, CSV, KIND, FIELD, DELETE, RULE, TABLE, COLUMN, REFERENCE, ORPHAN);
  }
}
