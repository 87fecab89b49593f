package io.assay.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tables of a kind hold rows that belong to a record: what its newest version says is all
 * that stays, and they go when its root row goes.
 *
 * <p>A table is owned through a reference to the root, or to a table that is owned itself, by which
 * a row can only lead to its own record: its columns are computed as the other table's key is, or
 * they hold the root's key, computed as the root does. It has {@code each}, or it is one row for
 * one row of the other table. All other tables that are not the root are dimensions: every record
 * contributes, and nothing is taken away.
 */
public final class Ownership {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Pattern INNERMOST = Pattern.compile("(?<![\\w.`])_(index|key)\\b");

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final Table root;
  private final Map<String, Table.Reference> owners = new LinkedHashMap<>();
  private final Map<String, List<String>> rootKeys = new HashMap<>();

  private Ownership(String root, List<Table> tables) {
    tables.forEach(table -> this.tables.put(table.name(), table));
    this.root = this.tables.get(root);
    if (this.root != null) {
      rootKeys.put(root, this.root.key());
      while (findOwner()) {
        // a table that is owned may own another
      }
    }
  }

  /**
   * What the records of a kind own.
   *
   * @param root name of its root
   * @param tables all of its tables
   */
  public static Ownership of(String root, List<Table> tables) {
    return new Ownership(root, tables);
  }

  /** What the records of the kind own. */
  public static Ownership of(RecordKind kind) {
    return new Ownership(kind.root(), kind.tables());
  }

  /** The reference through which rows of the table belong to their record. */
  public Optional<Table.Reference> owner(String table) {
    return Optional.ofNullable(owners.get(table));
  }

  /** Whether rows of the table belong to their record. */
  public boolean owns(String table) {
    return owners.containsKey(table);
  }

  /** Whether any table is owned. */
  public boolean isEmpty() {
    return owners.isEmpty();
  }

  /** The references from a table up to the root, that of the table itself first. */
  public List<Table.Reference> wayToRoot(String table) {
    List<Table.Reference> way = new ArrayList<>();
    for (Table.Reference next = owners.get(table); next != null; next = owners.get(next.table())) {
      way.add(next);
    }
    return way;
  }

  /**
   * A reference of a table with {@code each} to rows that the record owns, or to the root, though
   * nothing says that they are its own record's: then nobody can tell whose the rows are.
   */
  public Optional<Table.Reference> unclear(Table table) {
    if (root == null || table.each().isEmpty() || owns(table.name())) {
      return Optional.empty();
    }
    return table.references().stream()
        .filter(reference -> reference.table().equals(root.name()) || owns(reference.table()))
        .findFirst();
  }

  private boolean findOwner() {
    for (Table table : tables.values()) {
      if (table == root || table.hasHistory() || owns(table.name())) {
        continue;
      }
      for (Table.Reference reference : table.references()) {
        Table parent = tables.get(reference.table());
        boolean reaches = parent != null && (parent == root || owns(parent.name()));
        if (reaches && parent != table && isOwner(table, reference, parent)) {
          owners.put(table.name(), reference);
          rootKeys.put(table.name(), rootKey(reference, parent));
          return true;
        }
      }
    }
    return false;
  }

  private boolean isOwner(Table table, Table.Reference reference, Table parent) {
    if (parent.key().size() != reference.columns().size()) {
      return false;
    }
    boolean oneToOne =
        parent.each().isEmpty()
            && table.key().size() == parent.key().size()
            && table.key().containsAll(reference.columns());
    if (table.each().isEmpty() && !oneToOne) {
      return false;
    }
    return isSame(table, reference.columns(), parent, parent.key(), beginsWith(table, parent))
        || isSame(table, rootKey(reference, parent), root, root.key(), true);
  }

  /** The columns that hold the root's key, through the reference; empty if not all of them do. */
  private List<String> rootKey(Table.Reference reference, Table parent) {
    List<String> columns = new ArrayList<>();
    for (String column : rootKeys.getOrDefault(parent.name(), List.of())) {
      int position = parent.key().indexOf(column);
      if (position < 0) {
        return List.of();
      }
      columns.add(reference.columns().get(position));
    }
    return columns;
  }

  private static boolean beginsWith(Table table, Table parent) {
    return table.each().size() >= parent.each().size()
        && table.each().subList(0, parent.each().size()).equals(parent.each());
  }

  private static boolean isSame(
      Table table, List<String> columns, Table other, List<String> otherColumns, boolean scope) {
    boolean same = scope && columns.size() == otherColumns.size();
    for (int i = 0; i < columns.size() && same; i++) {
      Optional<Table.Column> mine = table.column(columns.get(i));
      Optional<Table.Column> theirs = other.column(otherColumns.get(i));
      same =
          mine.isPresent()
              && theirs.isPresent()
              && mine.get().type().equals(theirs.get().type())
              && plain(mine.get(), table).equals(plain(theirs.get(), other));
    }
    return same;
  }

  /**
   * Whether two columns of tables of one kind have the same value for one element: the same SQL,
   * but for white space and for how the innermost list is named.
   */
  public static boolean isSame(
      Table.Column column, Table table, Table.Column other, Table otherTable) {
    return column.type().equals(other.type())
        && plain(column, table).equals(plain(other, otherTable));
  }

  private static String plain(Table.Column column, Table table) {
    String sql = WHITE_SPACE.matcher(column.sql().strip()).replaceAll(" ");
    return table.each().isEmpty()
        ? sql
        : INNERMOST.matcher(sql).replaceAll(table.each().get(table.each().size() - 1) + "._$1");
  }
}
