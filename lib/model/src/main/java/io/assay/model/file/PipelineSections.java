package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of a pipeline file, but for those of its kinds of records and of their tables. */
final class PipelineSections {
  static final String REQUIRED = "required";
  static final String NONE = "none";
  static final String SQL = "Spark SQL";

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
                  "silver = false"),
              new Key(
                  "batch-rules",
                  "group of named rules",
                  NONE,
                  "What must hold for every batch as a whole. A name is lower-case letters, digits"
                      + " and hyphens, at most 60.",
                  "batch-rules { enough { records { min = 10 } } }"),
              new Key(
                  "breaker",
                  "group of named breakers",
                  NONE,
                  "What happens when too many records fail within a time. Names as for batch rules.",
                  "breaker { rejected { percent = 20, window = 10 minutes } }"),
              new Key(
                  "schema-change",
                  "group",
                  "each key's own default",
                  "What is done where tables are not as defined here, or records bring members that"
                      + " no field takes. A table may have its own.",
                  "schema-change { unknown-field = warn }")));

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

  private PipelineSections() {}

  /** All of them, in the order of the reference page. */
  static List<Section> all() {
    return List.of(
        PIPELINE,
        SOURCE,
        CSV,
        KindSections.KIND,
        KindSections.FIELD,
        KindSections.NESTED_FIELD,
        KindSections.DELETE,
        KindSections.RULE,
        QualitySections.FRESHNESS,
        TableSections.TABLE,
        TableSections.COLUMN,
        QualitySections.LOOKUP,
        TableSections.REFERENCE,
        TableSections.ORPHAN,
        QualitySections.BATCH_RULE,
        QualitySections.BATCH_RECORDS,
        QualitySections.BATCH_SHARE,
        QualitySections.BREAKER,
        SchemaPolicySections.POLICY);
  }
}
