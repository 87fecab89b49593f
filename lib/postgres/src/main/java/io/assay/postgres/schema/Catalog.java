package io.assay.postgres.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What PostgreSQL's catalog says about the tables of one schema. */
final class Catalog {
  private static final String SORT =
      """
      select case relkind when 'r' then 'table' when 'p' then 'table' when 'v' then 'view'
        when 'm' then 'materialized view' when 'f' then 'foreign table' when 'S' then 'sequence'
        when 'i' then 'index' when 'I' then 'index' when 'c' then 'composite type' else relkind::text end
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where nspname = ? and relname = ?
      """;

  private static final String COLUMNS =
      """
      select attname, format_type(atttypid, atttypmod), not attnotnull,
        atthasdef or attidentity <> '' or attgenerated <> ''
      from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
      where nspname = ? and relname = ? and attnum > 0 and not attisdropped
      order by attnum
      """;

  private static final String NAMES =
      "array(select attname::text from unnest(%s) with ordinality as listed (number, place) join pg_attribute a on a.attrelid = %s and a.attnum = listed.number order by place)";

  private static final String KEYS =
      """
      select contype = 'p', %s, pn.nspname, p.relname, %s,
        concat_ws(' ',
          case confdeltype when 'c' then 'on delete cascade' when 'n' then 'on delete set null'
            when 'd' then 'on delete set default' when 'r' then 'on delete restrict' end,
          case confupdtype when 'c' then 'on update cascade' when 'n' then 'on update set null'
            when 'd' then 'on update set default' when 'r' then 'on update restrict' end,
          case when confmatchtype = 'f' then 'match full' end,
          case when condeferred then 'deferrable initially deferred' when condeferrable then 'deferrable' end,
          case when not convalidated then 'not valid' end),
        conname
      from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_class p on p.oid = k.confrelid
        left join pg_namespace pn on pn.oid = p.relnamespace
      where n.nspname = ? and c.relname = ? and contype in ('p', 'f')
      """
          .formatted(
              NAMES.formatted("k.conkey", "k.conrelid"),
              NAMES.formatted("k.confkey", "k.confrelid"));

  private static final String INDEXES =
      """
      select %s
      from pg_index i
        join pg_class x on x.oid = i.indexrelid
        join pg_am m on m.oid = x.relam
        join pg_class c on c.oid = i.indrelid
        join pg_namespace n on n.oid = c.relnamespace
      where nspname = ? and c.relname = ? and amname = 'btree'
        and indisvalid and indpred is null and indexprs is null
      """
          .formatted(NAMES.formatted("(i.indkey::int2[])[0:i.indnkeyatts - 1]", "i.indrelid"));

  private static final String UNIQUE_WHERE_CURRENT =
      """
      select %s
      from pg_index i
        join pg_class c on c.oid = i.indrelid
        join pg_namespace n on n.oid = c.relnamespace
      where nspname = ? and c.relname = ? and indisunique and indisvalid and indexprs is null
        and pg_get_expr(i.indpred, i.indrelid) = 'current'
      """
          .formatted(NAMES.formatted("(i.indkey::int2[])[0:i.indnkeyatts - 1]", "i.indrelid"));

  private static final String SYMBOLS =
      """
      select attname, conname, pg_get_expr(conbin, conrelid)
      from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where nspname = ? and relname = ? and contype = 'c' and cardinality(conkey) = 1
        and starts_with(conname, '%s')
      order by conname
      """
          .formatted(SymbolConstraint.PREFIX);

  private final Connection connection;
  private final String schema;

  Catalog(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /** What stands under that name, if anything does. */
  Optional<TableShape> table(String name) throws SQLException {
    List<String> sort = new ArrayList<>();
    query(SORT, name, row -> sort.add(row.getString(1)));
    return sort.isEmpty() ? Optional.empty() : Optional.of(shape(name, sort.get(0)));
  }

  /**
   * The columns of each index of the table, the primary key's included; indexes on expressions or
   * parts of the table are left out.
   */
  Set<List<String>> indexes(String table) throws SQLException {
    Set<List<String>> indexes = new HashSet<>();
    query(INDEXES, table, row -> indexes.add(names(row, 1)));
    return indexes;
  }

  /** The columns that are unique among the current versions of a table with history. */
  Set<List<String>> uniqueWhereCurrent(String table) throws SQLException {
    Set<List<String>> indexes = new HashSet<>();
    query(UNIQUE_WHERE_CURRENT, table, row -> indexes.add(names(row, 1)));
    return indexes;
  }

  private TableShape shape(String name, String sort) throws SQLException {
    Map<String, ColumnShape> columns = new LinkedHashMap<>();
    query(
        COLUMNS,
        name,
        row ->
            columns.put(
                row.getString(1),
                new ColumnShape(row.getString(2), row.getBoolean(3), row.getBoolean(4))));
    List<String> primaryKey = new ArrayList<>();
    query(
        KEYS,
        name,
        row -> {
          if (row.getBoolean(1)) {
            primaryKey.addAll(names(row, 2));
          }
        });
    return new TableShape(name, sort, columns, primaryKey, foreignKeys(name).keySet());
  }

  /** The foreign keys of the table, each with the name of its constraint. */
  Map<ForeignKeyShape, String> foreignKeys(String table) throws SQLException {
    Map<ForeignKeyShape, String> keys = new LinkedHashMap<>();
    query(
        KEYS,
        table,
        row -> {
          if (!row.getBoolean(1)) {
            keys.put(
                new ForeignKeyShape(
                    names(row, 2),
                    row.getString(3),
                    row.getString(4),
                    names(row, 5),
                    row.getString(6)),
                row.getString(7));
          }
        });
    return keys;
  }

  /** The constraints of columns that are enums, by the columns. */
  Map<String, SymbolConstraint.Live> symbols(String table) throws SQLException {
    Map<String, SymbolConstraint.Live> constraints = new LinkedHashMap<>();
    query(
        SYMBOLS,
        table,
        row ->
            constraints.put(
                row.getString(1), SymbolConstraint.Live.of(row.getString(2), row.getString(3))));
    return constraints;
  }

  /** Whether the schema itself is there. */
  boolean exists() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select exists (select from pg_namespace where nspname = ?)")) {
      statement.setString(1, schema);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getBoolean(1);
      }
    }
  }

  private void query(String sql, String table, RowReader reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          reader.read(result);
        }
      }
    }
  }

  private static List<String> names(ResultSet row, int column) throws SQLException {
    Array names = row.getArray(column);
    return List.of((String[]) names.getArray());
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }
}
