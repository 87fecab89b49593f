package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of a table in a pipeline file. */
final class TableSections {
  private static final String REQUIRED = PipelineSections.REQUIRED;
  private static final String NONE = PipelineSections.NONE;
  private static final String SQL = PipelineSections.SQL;

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
                  "How long, from the moment it was first held. A run that ends when it has caught up reads all that is there before it gives up; `0 seconds` waits no longer than that.",
                  "hold = 1 day"),
              new Key(
                  "then",
                  "reject, stub",
                  "reject",
                  "What happens when the time is over.",
                  "then = stub")));

  private TableSections() {}
}
