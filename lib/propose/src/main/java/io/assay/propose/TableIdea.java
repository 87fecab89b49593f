package io.assay.propose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table; it fills while the sample is looked at. */
final class TableIdea {
  private final String name;
  private final List<String> each;
  private static final int LONGEST_REFERENCE = 40;

  private final Names columnNames = new Names();
  private final Names referenceNames = new Names(LONGEST_REFERENCE);
  private final List<ColumnIdea> columns = new ArrayList<>();
  private final List<ReferenceIdea> references = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private List<ColumnIdea> key = List.of();
  private String when = "";
  private Optional<ValueColumn> valueColumn = Optional.empty();

  /**
   * An empty table.
   *
   * @param each names of the lists whose elements give the rows; empty for a row per record
   */
  TableIdea(String name, List<String> each) {
    this.name = name;
    this.each = List.copyOf(each);
  }

  String name() {
    return name;
  }

  List<String> each() {
    return each;
  }

  List<ColumnIdea> columns() {
    return columns;
  }

  List<ColumnIdea> key() {
    return key;
  }

  List<ReferenceIdea> references() {
    return references;
  }

  List<String> notes() {
    return notes;
  }

  String when() {
    return when;
  }

  Names columnNames() {
    return columnNames;
  }

  /** The column of that name. */
  Optional<ColumnIdea> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }

  ColumnIdea add(ColumnIdea column) {
    columns.add(column);
    return column;
  }

  /** Makes a column of the table a foreign key, too. */
  ColumnIdea referring(ColumnIdea column) {
    ColumnIdea referring = column.referring();
    columns.replaceAll(each -> each == column ? referring : each);
    key = key.stream().map(each -> each == column ? referring : each).toList();
    return referring;
  }

  /**
   * The column for the values of an array.
   *
   * @param rows the values
   */
  record ValueColumn(ColumnIdea column, List<Occurrence> rows) {}

  void holds(ValueColumn values) {
    valueColumn = Optional.of(values);
  }

  Optional<ValueColumn> valueColumn() {
    return valueColumn;
  }

  Names referenceNames() {
    return referenceNames;
  }

  void refer(ReferenceIdea reference) {
    references.add(reference);
  }

  void keyed(List<ColumnIdea> by) {
    key = List.copyOf(by);
  }

  void onlyWhen(String condition) {
    when = condition;
  }

  void note(String text) {
    notes.add(text);
  }
}
