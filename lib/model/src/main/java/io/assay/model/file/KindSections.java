package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of a kind of record in a pipeline file. */
final class KindSections {
  private static final String REQUIRED = PipelineSections.REQUIRED;
  private static final String NONE = PipelineSections.NONE;
  private static final String SQL = PipelineSections.SQL;

  private static final Key FIELDS =
      new Key(
          "fields",
          "group of named fields, or list of texts",
          "required for list",
          "For `list`, and for a `map` whose values are objects: what each element holds.",
          "fields { sku { from = sku, type = text } }");

  private static final Key OF =
      new Key(
          "of",
          "type",
          NONE,
          "For a `map` whose values are no objects: their type. In SQL the value is called `value`.",
          "of = text");

  private static final Key ENCODING =
      new Key(
          "encoding",
          "base64, hex",
          "base64",
          "For `binary`: how text holds the bytes. Base64 with the alphabet of RFC 4648 or its"
              + " URL-safe one, with or without padding.",
          "encoding = hex");

  /** Of fields and of columns. */
  static final Key SYMBOLS =
      new Key(
          "symbols",
          "list of texts",
          "required for enum",
          "For `enum`: what the value may be. Any other is a finding of the built-in rule `symbol`, so"
              + " that it does not get to the database, where the column is text with a check"
              + " constraint. Not required of a field that is an enum in the Avro schema that the"
              + " file gives (`reader-schema`, or else `schema`): its symbols are taken from there.",
          "symbols = [new, paid]");

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
                      + " `_partition`, `_offset`, `_timestamp`, `_key` (the Kafka key as text; `_key.id`"
                      + " is a member of it, where `source.key` says how it is decoded), `_tombstone`"
                      + " (the value is null) and, for change events, `_op`. Only the last kind may be"
                      + " without.",
                  "when = \"_topic = 'orders'\""),
              new Key(
                  "fields",
                  "group of named fields, or list of texts",
                  REQUIRED,
                  "Typed values of the record. A name is lower-case letters, digits and"
                      + " underscores, at most 63. A list names members of the value: each is a"
                      + " text, under its name in lower-case letters, digits and underscores; two"
                      + " names that become one are a fault.",
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
                  "field, or list of fields",
                  NONE,
                  "Orders the versions of one key: the greater wins, and null is older than any"
                      + " value. Fields of type integer, bigint, date or timestamp, of which the"
                      + " next decides where the ones before it are equal. Without it, or between"
                      + " equals, Kafka order decides.",
                  "sequence = [changed_at, lsn]"),
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
          "A typed value. It has exactly one origin: `from`, `header`, `key`, `sql`, `coalesce`, `gather` or `constant`. Text"
              + " that does not fit its type is a finding of the built-in rule `type`. A computed field"
              + " may use any other field that does not depend on it.",
          List.of(
              new Key(
                  "from",
                  "text, list or group",
                  NONE,
                  "Origin: a member of the value, by a dotted path; a list where a name itself"
                      + " holds a dot. Or a member of the Kafka key, `from = { key = id }`, as"
                      + " `source.key` decodes it.",
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
                  "coalesce",
                  "list of texts or lists",
                  NONE,
                  "Origin: the first of these members that is there and not blank; each as for"
                      + " `from`.",
                  "coalesce = [mobile, \"contact.phone\"]"),
              new Key(
                  "gather",
                  "list of texts or lists",
                  NONE,
                  "Origin: for a `list`, the elements of all these members, one after another; a"
                      + " member that is an object counts as a list of one, and a path may lead through"
                      + " lists, then it means that member of each of their elements. So one table"
                      + " takes the same entity from several places of a record.",
                  "gather = [owner, answers.owner]"),
              new Key("constant", "text", NONE, "Origin: this value, always.", "constant = web"),
              new Key(
                  "type",
                  "type",
                  REQUIRED,
                  "One of text, integer, bigint, double, decimal(p,s), boolean, date, timestamp,"
                      + " uuid, json, binary, enum (one of `symbols`); an array of them, such as `text[]`; or `list` (an"
                      + " array of objects) or `map` (an object whose members have names that are"
                      + " data), whose elements become the rows of tables with `each`. What stands"
                      + " where a list is expected and is none is a finding of the rule `type`; a"
                      + " list that is null or absent is empty.",
                  "type = \"decimal(12,3)\""),
              FIELDS,
              OF,
              SYMBOLS,
              new Key(
                  "formats",
                  "list of patterns",
                  "ISO 8601",
                  "For dates and timestamps: the patterns of `java.time.format.DateTimeFormatter`,"
                      + " strict, that are accepted. Text that two of them read as different values"
                      + " is ambiguous.",
                  "formats = [\"d/M/yyyy\"]"),
              new Key(
                  "unit",
                  "days, seconds, millis, micros, nanos",
                  NONE,
                  "For dates and timestamps: the value is a number that counts so from 1970-01-01"
                      + " UTC. A date has to be a whole day; what is finer than a microsecond is cut"
                      + " off.",
                  "unit = millis"),
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
                  "keep-blank = true"),
              new Key(
                  "default",
                  "value",
                  NONE,
                  "Stands in where the value is absent, null or blank; not where it does not fit"
                      + " its type.",
                  "default = 0"),
              new Key(
                  "mask",
                  "true, false",
                  "false",
                  "Findings, logs and reports show `***` and the number of characters in place of"
                      + " its value. A value that does not decode as a whole is not shown at all"
                      + " then, and the bytes of the kind's records only with `--reveal`. The"
                      + " target tables, silver and the raw table hold the value itself.",
                  "mask = true"),
              ENCODING));

  static final Section NESTED_FIELD =
      new Section(
          "records.<kind>.fields.<list>.fields.<field>",
          "A typed value of each element of a list or map. Lists may hold lists. A finding names the"
              + " path, such as `lines[2].sku`.",
          List.of(
              new Key(
                  "from",
                  "text or list",
                  REQUIRED,
                  "A member of the element, by a dotted path; a list where a name itself holds a"
                      + " dot.",
                  "from = \"price.amount\""),
              new Key("type", "type", REQUIRED, "As for fields.", "type = text"),
              FIELDS,
              OF,
              SYMBOLS,
              new Key(
                  "formats",
                  "list of patterns",
                  "ISO 8601",
                  "As for fields.",
                  "formats = [\"d/M/yyyy\"]"),
              new Key(
                  "unit",
                  "days, seconds, millis, micros, nanos",
                  NONE,
                  "As for fields.",
                  "unit = days"),
              new Key(
                  "ambiguity", "reject, clear", "reject", "As for fields.", "ambiguity = clear"),
              new Key("keep-blank", "true, false", "false", "As for fields.", "keep-blank = true"),
              ENCODING));

  static final Section KEY_MEMBER =
      new Section(
          "records.<kind>.fields.<field>.from",
          "A member of the Kafka key.",
          List.of(
              new Key(
                  "key",
                  "text or list",
                  REQUIRED,
                  "The member, by a dotted path; a list where a name itself holds a dot.",
                  "key = id")));

  static final Section DELETE =
      new Section(
          "records.<kind>.delete",
          "How a record says that its root row is gone. A deletion that has a value, and in it the"
              + " `sequence`, has its place among the versions by it; without one Kafka order alone"
              + " decides. No rules are asked. See docs/change-data.md.",
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
                  "For each key column of the root, its value, over the coordinates and, where"
                      + " the record has a value, the fields.",
                  "key { id = \"_key\" }"),
              new Key(
                  "truncate",
                  SQL,
                  NONE,
                  "Over the coordinates; a record for which it is true deletes all root rows that"
                      + " are older, and what goes with them.",
                  "truncate = \"_op = 't'\""),
              new Key(
                  "mode",
                  "hard, soft",
                  "hard",
                  "The row is deleted; or it stays, and its column `assay_deleted_at` has the Kafka"
                      + " timestamp of the deletion, until a newer version brings it again.",
                  "mode = soft"),
              new Key(
                  "remember",
                  "duration",
                  "90 days",
                  "How long a deletion is remembered, counted from its batch. An older version that"
                      + " comes within that time changes nothing; one that comes after it brings"
                      + " the row back.",
                  "remember = 30 days")));

  static final Section RULE =
      new Section(
          "records.<kind>.rules.<rule>",
          "Something that must hold. Exactly one of `required`, `range`, `length`, `pattern`,"
              + " `one-of`, `format`, `freshness`, `check`, `unique`, `exists-in` and `absent-from`"
              + " says what. All rules"
              + " are evaluated, and each one that does not hold is a finding. A null passes every"
              + " rule but `required`. The names `decode`, `type`, `symbol`, `ambiguous`, `unmatched`,"
              + " `database`, `not-null`, `duplicate-…`, `orphan-…`, `referenced-by-…` and `lookup-…`"
              + " are built in.",
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
                  "What `range`, `length`, `pattern`, `one-of` and `format` look at.",
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
                  "format",
                  "email, url, uuid, phone",
                  NONE,
                  "A text in this form: an e-mail address, or an absolute URL of the scheme http,"
                      + " https or ftp, at an IP address or a domain with a known top level; a UUID"
                      + " in its usual form; a telephone number that the numbering plan of its"
                      + " country has, in any common way of writing.",
                  "format = email"),
              new Key(
                  "region",
                  "two letters",
                  NONE,
                  "With `format = phone`: the country (ISO 3166-1) of numbers that are written"
                      + " without `+`; such numbers do not hold without it.",
                  "region = DE"),
              new Key(
                  "freshness",
                  "group",
                  NONE,
                  "A date or timestamp that is near the record's Kafka timestamp.",
                  "freshness { field = happened_at, max-age = 1 hour }"),
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
                  "when",
                  SQL + "; PostgreSQL for rules that need other rows",
                  "every record",
                  "The records that the rule is asked about. Over the fields; with `unique`,"
                      + " `exists-in` and `absent-from` over `row`, the root row, and then the rows"
                      + " that it is compared with are still all of them. Null is no; what cannot"
                      + " be computed is yes.",
                  "when = \"country = 'DE'\""),
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

  private KindSections() {}
}
