package io.assay.postgres.schema;

import io.assay.model.Pipeline;
import io.assay.model.Table;
import io.assay.postgres.Identifier;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.staging.StagingTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rights that the role of a connection lacks for the work on a pipeline, as statements that
 * give them. Asks only; it needs no rights itself.
 */
public final class Grants {
  private static final List<String> ROWS = List.of("select", "insert", "update", "delete");

  private final Connection connection;
  private final String schema;
  private final String role;
  private final String database;
  private final List<String> missing = new ArrayList<>();

  private Grants(Connection connection, String schema) throws SQLException {
    this.connection = connection;
    this.schema = schema;
    this.role = Identifier.quote(text("select current_user"));
    this.database = Identifier.quote(text("select current_database()"));
  }

  /** The statements; none if nothing is missing. */
  public static List<String> missing(
      Connection connection, String schema, Pipeline pipeline, SchemaPlan plan)
      throws SQLException {
    Grants grants = new Grants(connection, schema);
    grants.ofDatabase(List.of("assay", StagingTable.SCHEMA, schema));
    grants.ofSchema("assay", List.of("usage"));
    grants.ofSchema(StagingTable.SCHEMA, List.of("usage", "create"));
    boolean makes =
        plan.of(Fate.DONE).stream()
            .anyMatch(change -> !change.step().equals(PlannedChange.Step.SCHEMA));
    grants.ofSchema(schema, makes ? List.of("usage", "create") : List.of("usage"));
    for (String table : grants.tables("assay")) {
      grants.ofTable("assay", table, ROWS);
    }
    Set<String> altered =
        plan.of(Fate.DONE).stream()
            .filter(change -> !plan.first())
            .map(PlannedChange::table)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> parents =
        plan.of(Fate.DONE).stream().anyMatch(change -> change.step() == PlannedChange.Step.TIES)
            ? pipeline.tables().stream()
                .flatMap(table -> table.parents().stream())
                .collect(Collectors.toSet())
            : Set.of();
    List<String> there = grants.tables(schema);
    for (Table table : pipeline.tables()) {
      if (there.contains(table.name())) {
        List<String> rights = new ArrayList<>(ROWS);
        if (parents.contains(table.name())) {
          rights.add("references");
        }
        grants.ofTable(schema, table.name(), rights);
        if (altered.contains(table.name())) {
          grants.ownership(table.name());
        }
      }
    }
    return List.copyOf(grants.missing);
  }

  private void ofDatabase(List<String> schemas) throws SQLException {
    boolean creates = false;
    for (String name : schemas) {
      creates |= !is("select to_regnamespace(?) is not null", Identifier.quote(name));
    }
    List<String> rights = new ArrayList<>();
    if (creates
        && !is("select has_database_privilege(current_user, current_database(), ?)", "create")) {
      rights.add("create");
    }
    if (!is("select has_database_privilege(current_user, current_database(), ?)", "temporary")) {
      rights.add("temporary");
    }
    grant(rights, "database " + database);
  }

  private void ofSchema(String name, List<String> wanted) throws SQLException {
    String quoted = Identifier.quote(name);
    if (is("select to_regnamespace(?) is null", quoted)) {
      return; // it is made, and then its maker's
    }
    List<String> rights = new ArrayList<>();
    for (String right : wanted) {
      if (!is("select has_schema_privilege(current_user, to_regnamespace(?), ?)", quoted, right)) {
        rights.add(right);
      }
    }
    grant(rights, "schema " + quoted);
  }

  private void ofTable(String owner, String table, List<String> wanted) throws SQLException {
    String name = Identifier.qualified(owner, table);
    List<String> rights = new ArrayList<>();
    for (String right : wanted) {
      if (!is(
          "select has_table_privilege(current_user, c.oid, ?) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = ? and relname = ?",
          right,
          owner,
          table)) {
        rights.add(right);
      }
    }
    grant(rights, name);
  }

  private void ownership(String table) throws SQLException {
    if (!is(
        "select pg_has_role(current_user, relowner, 'usage') from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = ? and relname = ?",
        schema,
        table)) {
      missing.add(
          "alter table %s owner to %s".formatted(Identifier.qualified(schema, table), role));
    }
  }

  private void grant(List<String> rights, String object) {
    if (!rights.isEmpty()) {
      missing.add("grant %s on %s to %s".formatted(String.join(", ", rights), object, role));
    }
  }

  /** Tables only: the rights on them are what the jobs use. */
  private List<String> tables(String owner) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select relname from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = ? and relkind in ('r', 'p') order by 1")) {
      statement.setString(1, owner);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
    }
    return tables;
  }

  private boolean is(String query, String... parameters) throws SQLException {
    return "t".equals(text(query, parameters));
  }

  private String text(String query, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
