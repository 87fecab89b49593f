package io.assay.postgres.merge;

import io.assay.model.Table.OnDelete;
import io.assay.postgres.Coordinates;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.merge.Edge.Doomable;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows from rows that are to be deleted, along the references of the pipeline: further rows
 * go with them, references are cleared, or a row that stays keeps them.
 */
final class DoomedRows {
  private static final String DELETE =
      """
      with gone as (
        delete from %s t using assay_doomed d where d.target = ? and d.row = t.ctid returning t.ctid
      )
      select count(*) from gone
      """;

  private final List<Doomable> childrenFirst;
  private final Map<String, List<Edge>> edges = new HashMap<>();

  /**
   * The references of a pipeline.
   *
   * @param childrenFirst all tables
   */
  DoomedRows(List<Doomable> childrenFirst, List<Edge> edges) {
    this.childrenFirst = List.copyOf(childrenFirst);
    edges.forEach(
        edge ->
            this.edges.computeIfAbsent(edge.parent().name(), any -> new ArrayList<>()).add(edge));
  }

  /**
   * A record that dooms a row, and a row of another table that keeps it.
   *
   * @param deletion whether it deletes its root row; otherwise it is a new version that no longer
   *     has the row
   * @param table of the row that was to go
   * @param key of that row, as text
   * @param keeper the table that refers to it
   */
  record Blocked(
      String kind,
      Coordinates record,
      boolean deletion,
      Doomable table,
      String key,
      String keeper) {

    FaultyRecord fault() {
      return new FaultyRecord(
          record,
          kind,
          "referenced-by-" + keeper,
          Optional.of(String.join(", ", table.key())),
          Optional.of(key),
          deletion
              ? "rows of " + keeper + " refer to the row"
              : "rows of "
                  + keeper
                  + " refer to a row of "
                  + table.name()
                  + " that it no longer has");
    }
  }

  /** Dooms what goes with the rows of some tables. */
  void spread(Transaction transaction, Set<String> tables) throws SQLException {
    Deque<String> open = new ArrayDeque<>(tables);
    while (!open.isEmpty()) {
      for (Edge edge : of(open.pop(), OnDelete.CASCADE)) {
        if (transaction.update(edge.cascade()) > 0) {
          open.add(edge.child().name());
        }
      }
    }
  }

  /** What keeps doomed rows. */
  List<Blocked> blocked(Transaction transaction) throws SQLException {
    List<Blocked> blocked = new ArrayList<>();
    for (String table : doomed(transaction)) {
      for (Edge edge : of(table, OnDelete.REJECT)) {
        blocked.addAll(
            transaction.query(
                edge.blocked(),
                row ->
                    new Blocked(
                        row.getString(1),
                        new Coordinates(
                            row.getString(2), row.getInt(3), row.getLong(4), row.getLong(5)),
                        row.getBoolean(6),
                        edge.parent(),
                        row.getString(7),
                        edge.child().name())));
      }
    }
    return blocked;
  }

  /** Clears references and deletes the doomed rows, children first. */
  void delete(Transaction transaction, BatchOutcome outcome) throws SQLException {
    List<String> doomed = doomed(transaction);
    for (String table : doomed) {
      for (Edge edge : of(table, OnDelete.CLEAR)) {
        outcome.add(edge.child().name(), new TableOutcome(0, transaction.update(edge.clear()), 0));
      }
    }
    for (Doomable table : childrenFirst) {
      if (doomed.contains(table.name())) {
        long gone =
            transaction
                .query(DELETE.formatted(table.target()), row -> row.getLong(1), table.name())
                .get(0);
        outcome.add(table.name(), new TableOutcome(0, 0, gone));
      }
    }
  }

  private static List<String> doomed(Transaction transaction) throws SQLException {
    return transaction.query(
        "select distinct target from assay_doomed order by target", row -> row.getString(1));
  }

  private List<Edge> of(String parent, OnDelete onDelete) {
    return edges.getOrDefault(parent, List.of()).stream()
        .filter(edge -> edge.onDelete() == onDelete)
        .toList();
  }
}
