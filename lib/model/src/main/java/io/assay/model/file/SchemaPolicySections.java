package io.assay.model.file;

import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.model.file.Section.Key;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of a policy for changes of tables. */
final class SchemaPolicySections {
  private static final Map<Change, String> MEANINGS =
      Map.of(
          Change.ADD_COLUMN,
          "The table lacks a column of the definition. `apply`: it is added; a not-null one only to"
              + " an empty table. `lenient`: it is added, but may be null in rows from before."
              + " `quarantine`: records that bring a value for it are quarantined (rule"
              + " `schema-change-COLUMN`). `ignore`: rows are written without it.",
          Change.WIDEN,
          "A column takes less than the definition says (integer → bigint, decimal(9,2) →"
              + " decimal(12,2), any → text). `apply`: the type is changed; PostgreSQL may rewrite"
              + " the table. `quarantine`: the column stays, and records whose value does not fit are"
              + " quarantined (rule `schema-change-COLUMN`).",
          Change.NARROW,
          "A column takes more than the definition says. `apply`: the type is changed if every"
              + " stored value fits unchanged, else the job does not start. `lenient`: the column"
              + " stays as it is; new values obey the definition.",
          Change.RENAME,
          "The table has a column under the name that the definition gives as `was`. `apply`: it is"
              + " renamed and keeps its values.",
          Change.DROP,
          "The table has a column that the definition does not know. `apply`: it is dropped, with"
              + " its values. `lenient`: it stays, and may be null from now on. `ignore`: it is left"
              + " alone; it has to be nullable or have a default.",
          Change.NULLABILITY,
          "A column may be null in the table and not in the definition, or the other way round."
              + " `lenient`: the table never becomes stricter, and takes null where the definition"
              + " does. `apply`: the table becomes as defined; `not null` only if no stored row is"
              + " without a value. `quarantine`: the table stays; a record without a value for a"
              + " column that the table wants is quarantined (rule `not-null`).",
          Change.REFERENCE,
          "A foreign key of columns that exist is there in one and not in the other, or leads"
              + " elsewhere. `apply`: it is added or dropped; stored rows without a parent forbid"
              + " it.",
          Change.NEW_TABLE,
          "The table is absent while others of the pipeline are there. `apply`: it is made."
              + " `ignore`: no rows are written for it; not for the root, nor for a table that"
              + " others reference.",
          Change.UNKNOWN_FIELD,
          "A record has a member at its top level that no field takes; null counts as absent."
              + " `warn`: the first record of each batch that brings it has a finding of the rule"
              + " `unknown-field`. `quarantine`: the record is quarantined. `apply`: the root table"
              + " gets a column for it. `fail`: the batch fails and the job stops. For the root"
              + " only.");

  private static final Map<Change, String> EXAMPLES =
      Map.of(Change.DROP, "ignore", Change.UNKNOWN_FIELD, "warn");

  static final Section POLICY =
      new Section(
          "schema-change, records.<kind>.tables.<table>.schema-change",
          "What is done where the table in the database is not as defined, and where records bring"
              + " members that no field takes. What a table does not say, the pipeline's group says."
              + " `fail` is always: the job does not start, and the message tells every difference."
              + " The key of a table, the type of a key column (but for integer → bigint) and the"
              + " type of a sequence are never changed. docs/operations.md, \"Changing a pipeline\","
              + " has more.",
          Stream.of(Change.values()).map(SchemaPolicySections::key).toList());

  private SchemaPolicySections() {}

  private static Key key(Change change) {
    String example = EXAMPLES.getOrDefault(change, "fail");
    return new Key(
        change.word(),
        change.allowed().stream().map(Action::word).collect(Collectors.joining(", ")),
        change.fallback().word(),
        MEANINGS.get(change),
        change.word() + " = " + example);
  }

  /** Why an action is not offered for a change. */
  static String reason(Action action) {
    return switch (action) {
      case WARN -> "only unknown-field can be no more than told";
      case QUARANTINE -> "no single record is at fault for it";
      case IGNORE -> "values would be lost or refused without a word";
      case LENIENT -> "there is nothing between doing it and leaving it";
      case APPLY, FAIL -> "it may always stand";
    };
  }
}
