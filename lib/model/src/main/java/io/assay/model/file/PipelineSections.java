package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/**
 * The keys of a pipeline file, but for those of its source, its kinds of records and their tables.
 */
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

  private PipelineSections() {}

  /** All of them, in the order of the reference page. */
  static List<Section> all() {
    return List.of(
        PIPELINE,
        SourceSections.SOURCE,
        SourceSections.CSV,
        SourceSections.TEXT,
        SourceSections.AVRO,
        SourceSections.DEBEZIUM,
        SourceSections.KEY,
        KindSections.KIND,
        KindSections.FIELD,
        KindSections.NESTED_FIELD,
        KindSections.KEY_MEMBER,
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
