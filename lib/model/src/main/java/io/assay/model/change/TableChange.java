package io.assay.model.change;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.SchemaPolicy;
import io.assay.model.Table;
import io.assay.model.Table.Column;
import io.assay.model.change.Continuation.Note;
import io.assay.model.change.Continuation.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What changes of a table, as one kind fills it, mean. */
final class TableChange {
  private static final Set<ColumnType> INTEGERS = Set.of(Simple.INTEGER, Simple.BIGINT);

  private final String kind;
  private final Table before;
  private final Table now;
  private final Map<String, String> renamed = new HashMap<>();
  private final List<Note> notes = new ArrayList<>();

  TableChange(String kind, Table before, Table now) {
    this.kind = kind;
    this.before = before;
    this.now = now;
    for (Column column : now.columns()) {
      column
          .was()
          .filter(name -> before.column(name).isPresent())
          .filter(name -> before.column(column.name()).isEmpty())
          .ifPresent(name -> renamed.put(column.name(), name));
    }
  }

  List<Note> notes() {
    compareKeys();
    List<String> news = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Column column : now.columns()) {
      Optional<Column> earlier = earlier(column.name());
      if (earlier.isEmpty()) {
        news.add(column.name());
      } else if (!earlier.get().sql().equals(column.sql())) {
        others.add(column.name());
      }
    }
    List<String> gone =
        before.columns().stream()
            .map(Column::name)
            .filter(name -> now.column(name).isEmpty() && !renamed.containsValue(name))
            .toList();
    if (!gone.isEmpty()) {
      add(
          Verdict.SAFE,
          "the table %s has lost columns (%s)".formatted(now.name(), String.join(", ", gone)));
    }
    if (!news.isEmpty()) {
      add(
          Verdict.BACKFILL,
          "the table %s has new columns (%s): rows from before have no values there"
              .formatted(now.name(), String.join(", ", news)));
    }
    if (!others.isEmpty()) {
      add(
          Verdict.BACKFILL,
          "columns of the table %s are computed in another way for the kind %s (%s): stored values are as they were computed before"
              .formatted(now.name(), kind, String.join(", ", others)));
    }
    if (!before.each().equals(now.each())) {
      add(
          Verdict.BACKFILL,
          "the table %s takes its rows for the kind %s from another list: stored rows are those of the old one"
              .formatted(now.name(), kind));
    }
    if (!before.when().equals(now.when())) {
      add(
          Verdict.BACKFILL,
          "the when of the table %s has changed for the kind %s: rows that the old one gave or left out stay so"
              .formatted(now.name(), kind));
    }
    if (before.keep() != now.keep()) {
      add(
          Verdict.BACKFILL,
          "the table %s keeps another version of its rows: stored ones are those of before"
              .formatted(now.name()));
    }
    return notes;
  }

  private void compareKeys() {
    List<String> key = now.key().stream().map(name -> renamed.getOrDefault(name, name)).toList();
    if (!before.key().equals(key)) {
      add(
          Verdict.REFUSED,
          "the key of the table %s was %s and is %s: stored rows would not be found again"
              .formatted(now.name(), before.key(), now.key()));
      return;
    }
    for (String name : now.key()) {
      Optional<ColumnType> type = now.column(name).map(Column::type);
      Optional<ColumnType> earlier = earlier(name).map(Column::type);
      boolean alike =
          text(type).equals(text(earlier))
              || (type.filter(INTEGERS::contains).isPresent()
                  && earlier.filter(INTEGERS::contains).isPresent());
      if (!alike) {
        add(
            Verdict.REFUSED,
            "the key column %s of the table %s was %s and is %s: stored rows would not be found again"
                .formatted(name, now.name(), text(earlier), text(type)));
      }
    }
  }

  private Optional<Column> earlier(String column) {
    return before.column(renamed.getOrDefault(column, column));
  }

  private static String text(Optional<ColumnType> type) {
    return type.map(ColumnType::sql).orElse("absent");
  }

  private void add(Verdict verdict, String sentence) {
    notes.add(new Note(verdict, sentence));
  }

  /**
   * The table without what has no bearing on stored rows: policies, former names, orphans,
   * nullability, types (which the comparison with the database tells), and the order of columns.
   */
  static Table normal(Table table) {
    List<Column> columns =
        KindsComparison.sorted(table.columns(), Column::name).stream()
            .map(column -> new Column(column.name(), column.sql(), Simple.TEXT, true))
            .toList();
    return new Table(
        table.name(),
        table.each(),
        table.key(),
        columns,
        List.of(),
        table.when(),
        table.keep(),
        SchemaPolicy.DEFAULT);
  }
}
