package io.assay.postgres.schema;

import io.assay.postgres.Identifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes schemas. One that exists is left alone before PostgreSQL asks for the right to make
 * schemas, so that a role without it can work in schemas that were made for it.
 */
final class SchemaCreation {
  private final Statement statement;

  SchemaCreation(Statement statement) {
    this.statement = statement;
  }

  /** Makes the schema if there is none of that name. */
  void createIfAbsent(String schema, String purpose) throws SQLException {
    String quoted = Identifier.quote(schema);
    if (isAbsent(quoted)) {
      statement.execute("create schema " + quoted);
      statement.execute(
          "comment on schema %s is %s".formatted(quoted, Identifier.literal(purpose)));
    }
  }

  private boolean isAbsent(String quoted) throws SQLException {
    String query = "select to_regnamespace(" + Identifier.literal(quoted) + ") is null";
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getBoolean(1);
    }
  }
}
