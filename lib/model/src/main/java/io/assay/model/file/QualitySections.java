package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of what is asked of batches, of breakers, of freshness and of look-ups. */
final class QualitySections {
  private static final String REQUIRED = PipelineSections.REQUIRED;
  private static final String NONE = PipelineSections.NONE;

  static final Section FRESHNESS =
      new Section(
          "records.<kind>.rules.<rule>.freshness",
          "A date or timestamp near the record's Kafka timestamp. The wall clock is not asked, so"
              + " that refining a record again finds the same. At least one of the two bounds.",
          List.of(
              new Key(
                  "field", "field", REQUIRED, "Of type date or timestamp.", "field = happened_at"),
              new Key(
                  "max-age",
                  "duration",
                  NONE,
                  "How long before the record's timestamp.",
                  "max-age = 1 hour"),
              new Key(
                  "max-future", "duration", NONE, "How long after it.", "max-future = 5 minutes")));

  static final Section LOOKUP =
      new Section(
          "records.<kind>.tables.<table>.columns.<column>.lookup",
          "A value from another table of the database, of this pipeline or not, as it is when the"
              + " batch's transaction reads it; it is only read. A rebuild finds what the table"
              + " holds then.",
          List.of(
              new Key(
                  "table",
                  "text",
                  REQUIRED,
                  "A table or view, with its schema or in the target schema.",
                  "table = reference.country"),
              new Key(
                  "key",
                  "group: column = column",
                  REQUIRED,
                  "Columns of the other table, each with the column of this one that must be equal"
                      + " to it.",
                  "key { code = country }"),
              new Key(
                  "column",
                  "text",
                  REQUIRED,
                  "The other table's column that holds the value. Where several rows match, the"
                      + " smallest value is taken.",
                  "column = region"),
              new Key(
                  "absent",
                  "null, reject",
                  "null",
                  "Where there is no such row, or no value in it: the column is empty, or the"
                      + " record is quarantined with a finding of the rule `lookup-<column>`.",
                  "absent = reject")));

  static final Section BATCH_RULE =
      new Section(
          "batch-rules.<rule>",
          "Something that must hold for every batch that is newly read, as a whole; exactly one of"
              + " `records` and `share`.",
          List.of(
              new Key(
                  "records",
                  "group",
                  NONE,
                  "How many records a batch has.",
                  "records { min = 10 }"),
              new Key(
                  "share",
                  "group",
                  NONE,
                  "What part of its records may fail.",
                  "share { max-percent = 5 }"),
              new Key(
                  "topic",
                  "text",
                  "all topics",
                  "Only the records of this topic are looked at.",
                  "topic = orders"),
              new Key(
                  "severity",
                  "warn, fail",
                  "warn",
                  "An alert: a line in the log and a row in `assay.alert`; or nothing of the batch"
                      + " is applied and the job stops.",
                  "severity = fail")));

  static final Section BATCH_RECORDS =
      new Section(
          "batch-rules.<rule>.records",
          "How many records a batch has. Without any record there is no batch. At least one of the"
              + " two.",
          List.of(
              new Key("min", "whole number", NONE, "At least so many.", "min = 10"),
              new Key("max", "whole number", NONE, "At most so many.", "max = 1000000")));

  static final Section BATCH_SHARE =
      new Section(
          "batch-rules.<rule>.share",
          "What part of the records of a batch may fail.",
          List.of(
              new Key(
                  "rule",
                  "rule",
                  "quarantined records",
                  "Records that fail this rule count, whether it warns or rejects; otherwise those"
                      + " that are quarantined.",
                  "rule = price-known"),
              new Key(
                  "max-percent",
                  "number, 0 to 100",
                  REQUIRED,
                  "So many of the records read may fail.",
                  "max-percent = 5"),
              new Key(
                  "min-records",
                  "whole number",
                  "1",
                  "Smaller batches are not asked.",
                  "min-records = 100")));

  static final Section BREAKER =
      new Section(
          "breaker.<breaker>",
          "What happens when too many records fail within a time. Asked with every batch, over the"
              + " committed batches of the window, that one included; records that are refined"
              + " again do not count. The batch that trips a breaker is committed: what was wrong"
              + " is in quarantine. A breaker that has tripped counts anew from the next batch on."
              + " At least one of `count` and `percent`; with both, both must be reached.",
          List.of(
              new Key(
                  "rule",
                  "rule",
                  "quarantined records",
                  "Records that fail this rule count, whether it warns or rejects; otherwise those"
                      + " that are quarantined.",
                  "rule = decode"),
              new Key("count", "whole number", NONE, "Trips at so many.", "count = 1000"),
              new Key(
                  "percent",
                  "number, 0 to 100",
                  NONE,
                  "Trips where more than this part of the records read fails.",
                  "percent = 20"),
              new Key("window", "duration", REQUIRED, "How far back.", "window = 10 minutes"),
              new Key(
                  "min-records",
                  "whole number",
                  "100 with percent, else 1",
                  "Does not trip before so many records were read in the window.",
                  "min-records = 500"),
              new Key(
                  "action",
                  "fail, pause, alert",
                  "fail",
                  "The job stops with exit status 4, and does not start again until somebody has"
                      + " looked and reset the breaker (`submit/assay breaker reset`); or no batch for a"
                      + " while; or only the alert, which the other two raise as well: a line in"
                      + " the log and a row in `assay.alert`.",
                  "action = pause"),
              new Key(
                  "pause",
                  "duration",
                  "required for pause",
                  "For how long there is no batch.",
                  "pause = 5 minutes")));

  private QualitySections() {}
}
