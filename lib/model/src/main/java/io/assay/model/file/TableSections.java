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
              new Key(
                  "each",
                  "list",
                  "one row for the record",
                  "A list, map or array among the fields, or a dotted path to one in another: each"
                      + " element gives a row. In SQL the list's name stands for its current"
                      + " element (`lines.sku`; of an array, for the value itself), and so do the"
                      + " names of the lists around it; `_index` is the position in the innermost"
                      + " one, from 0, and `lines._index` that in another; `_key` is the name of a"
                      + " map's member, and `attributes.value` its value. Not for the root. A table"
                      + " with `each` that leads to the root by a reference holds what belongs to"
                      + " the record: a newer version replaces its rows as a set, they are deleted"
                      + " with the root row, and two elements with the same key are a finding of"
                      + " the rule `duplicate-<table>`. So does a table without `each` that is one"
                      + " row for the root row. Others are dimensions, which all records fill.",
                  "each = \"lines.discounts\""),
              new Key("key", "list of columns", REQUIRED, "The primary key.", "key = [item_id]"),
              new Key(
                  "columns",
                  "group of named columns",
                  REQUIRED,
                  "Either `column = field`, which takes the field's type (with `each` also `column"
                      + " = lines.sku`), or a group as below. A"
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
                  "Over the fields, and the current element with `each`; there is a row where it is"
                      + " true. Not for the root.",
                  "when = \"machine_id is not null\""),
              new Key(
                  "keep",
                  "newest, first",
                  "newest; first where all columns are key columns",
                  "Which version of a row stays. The root, and tables that belong to it, keep the"
                      + " newest.",
                  "keep = first"),
              new Key(
                  "history",
                  "true, false",
                  "false",
                  "Every version of a row stays, with the time in which it was the newest:"
                      + " `valid_from` (the first field of `sequence`, if it is a timestamp, or else"
                      + " the Kafka timestamp), `valid_to` (null while it is), and `current`."
                      + " Deletions end a version. `key` is then what the versions of a row have in"
                      + " common; where the kind deletes, it is computed as the root's key is. No"
                      + " table can refer to such a table. See docs/change-data.md.",
                  "history = true"),
              new Key(
                  "schema-change",
                  "group",
                  "the pipeline's",
                  "What is done where the table in the database is not as defined here. See"
                      + " `schema-change` below.",
                  "schema-change { drop = ignore }")));

  static final Section COLUMN =
      new Section(
          "records.<kind>.tables.<table>.columns.<column>",
          "A column that is more than a field.",
          List.of(
              new Key(
                  "sql",
                  SQL,
                  "required without lookup",
                  "Its value, over the fields. Not beside `lookup`.",
                  "sql = \"uuid5('…', item)\""),
              new Key("type", "type", REQUIRED, "As for fields.", "type = uuid"),
              new Key(
                  "symbols",
                  "list of texts",
                  "required for enum",
                  "As for fields. Not beside `lookup`.",
                  "symbols = [new, paid]"),
              new Key(
                  "not-null",
                  "true, false",
                  "true for key columns",
                  "A record without a value is quarantined. Not beside `lookup`.",
                  "not-null = true"),
              new Key(
                  "lookup",
                  "group",
                  NONE,
                  "Its value is taken from another table of the database.",
                  "lookup { table = country, key { code = country }, column = region }"),
              new Key(
                  "was",
                  "name",
                  NONE,
                  "The name that the column had before. Where the table has that one and not the"
                      + " new one, it is renamed, with its values; afterwards it means nothing.",
                  "was = item")));

  static final Section REFERENCE =
      new Section(
          "records.<kind>.tables.<table>.references.<reference>",
          "A foreign key to the primary key of a table of the pipeline; it may be the same table, and"
              + " tables may refer to each other in a circle. A missing parent is a finding of the"
              + " rule `orphan-<reference>`.",
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
                  "orphan = stub"),
              new Key(
                  "on-delete",
                  "reject, cascade, clear",
                  "reject; cascade for rows that belong to the record",
                  "What happens when the other row is deleted: it stays, and the record that"
                      + " deletes it is a finding of the rule `referenced-by-<table>` (`reject`);"
                      + " this row is deleted too (`cascade`); or this row stays, with null in the"
                      + " columns of the reference (`clear`).",
                  "on-delete = cascade")));

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
