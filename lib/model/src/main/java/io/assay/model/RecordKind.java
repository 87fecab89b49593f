package io.assay.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One kind of record: how it is recognised, its fields, its rules, and the rows it becomes.
 *
 * @param name lower-case letters, digits and underscores; names the silver table and the staging
 *     tables
 * @param when Spark SQL over the coordinates ({@code _topic}, {@code _partition}, {@code _offset},
 *     {@code _timestamp}, {@code _key}); the kind takes the records for which it is true
 * @param fields in order: a computed field may use the fields before it
 * @param filter Spark SQL over the fields; a record for which it is true is counted as filtered and
 *     goes no further
 * @param sequence names of the fields that order versions of one key (integer, bigint, date or
 *     timestamp), compared one after the other; without them, or where two records have the same
 *     values, Kafka order decides. Null is older than any value.
 * @param delete which records delete root rows
 * @param rules in the order of the file
 * @param root the table whose key identifies the record; its row decides whether the record is
 *     applied or superseded
 * @param tables parents before children: a table stands after every table of this kind that it
 *     references
 */
public record RecordKind(
    String name,
    String when,
    List<Field> fields,
    Optional<String> filter,
    List<String> sequence,
    Optional<Deletion> delete,
    List<Rule> rules,
    String root,
    List<Table> tables)
    implements Serializable {
  public RecordKind {
    fields = List.copyOf(fields);
    sequence = List.copyOf(sequence);
    rules = List.copyOf(rules);
    tables = List.copyOf(tables);
  }

  /** The same kind with other fields, rules and tables. */
  public RecordKind with(List<Field> otherFields, List<Rule> otherRules, List<Table> otherTables) {
    return new RecordKind(
        name, when, otherFields, filter, sequence, delete, otherRules, root, otherTables);
  }

  /** The field of that name. */
  public Optional<Field> field(String field) {
    return fields.stream().filter(candidate -> candidate.name().equals(field)).findFirst();
  }

  /** The table of that name, as this kind fills it. */
  public Optional<Table> table(String table) {
    return tables.stream().filter(candidate -> candidate.name().equals(table)).findFirst();
  }

  /** Whether some field of the kind is masked, so that its bytes are not to be shown. */
  public boolean masks() {
    return fields.stream().anyMatch(field -> field.treatment().masked());
  }

  /** Whether a column shows what a masked field holds. */
  public boolean masks(Table.Column column) {
    return fields.stream()
        .filter(field -> field.treatment().masked())
        .anyMatch(
            field ->
                Pattern.compile("(?i)\\b" + field.name() + "\\b").matcher(column.sql()).find());
  }

  /** The table whose key identifies the record. */
  public Table rootTable() {
    return table(root)
        .orElseThrow(
            () ->
                new AssayException(
                    AssayException.Kind.INTERNAL,
                    "The root '%s' of the kind of record %s is none of its tables"
                        .formatted(root, name)));
  }

  /** What is done about members of a record that no field takes. */
  public SchemaPolicy.Action unknownField() {
    return table(root)
        .map(Table::schemaPolicy)
        .orElse(SchemaPolicy.DEFAULT)
        .action(SchemaPolicy.Change.UNKNOWN_FIELD);
  }

  /** The types of the fields that order versions of one key; none if none are declared. */
  public List<ColumnType> sequenceTypes() {
    return sequence.stream().flatMap(name -> field(name).stream()).map(Field::type).toList();
  }

  /** Whether records of this kind may wait for a parent. */
  public boolean holds() {
    return tables.stream()
        .flatMap(table -> table.references().stream())
        .anyMatch(reference -> reference.orphan() instanceof OrphanPolicy.Hold);
  }
}
