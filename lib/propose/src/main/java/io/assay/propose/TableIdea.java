package io.assay.propose;

import java.util.ArrayList;
import java.util.List;

/** A table; it fills while the sample is looked at. */
final class TableIdea {
  private final String name;
  private final List<String> each;
  private final Names columnNames = new Names();
  private final List<ColumnIdea> columns = new ArrayList<>();
  private final List<ReferenceIdea> references = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private List<ColumnIdea> key = List.of();
  private String when = "";

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

  ColumnIdea add(ColumnIdea column) {
    columns.add(column);
    return column;
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
