package io.assay.postgres.schema;

import io.assay.model.AssayException;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.staging.StagingTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The ledger: schema {@code assay} with the tables that docs/architecture.md lists, and the empty
 * schema {@code assay_staging}. The table {@code assay.layout} says which layout they have, so that
 * an older suite does not work on tables that it does not understand.
 */
public final class LedgerSchema {
  /** The layout that this suite knows. */
  static final int LAYOUT = 1;

  private static final String SCRIPT = "ledger.sql";
  private static final String SCHEMA = "assay";
  private static final String PURPOSE =
      "The ledger of Assay: what was read, what became of it, and why. Written by its jobs only.";
  private static final String STAGING_PURPOSE =
      "Rows on their way into the target tables: a set of tables for each run. Never read these.";

  private final DatabaseConnector connector;

  public LedgerSchema(DatabaseConnector connector) {
    this.connector = connector;
  }

  /**
   * Makes the ledger where it is absent, in a transaction of its own; where it exists, nothing is
   * changed.
   *
   * @throws AssayException (USER) if the ledger is of a newer layout, or the schema holds something
   *     else
   */
  public void create(Connection connection) {
    SchemaTransaction.run(connection, connector, "Cannot create the ledger", this::createOrCheck);
  }

  private void createOrCheck(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (number(statement, "select (to_regclass('assay.layout') is not null)::int") == 1) {
        check(number(statement, "select version from assay.layout"));
      } else {
        requireEmpty(statement);
        new SchemaCreation(statement).createIfAbsent(SCHEMA, PURPOSE);
        new SchemaCreation(statement).createIfAbsent(StagingTable.SCHEMA, STAGING_PURPOSE);
        statement.execute(script());
        statement.execute("insert into assay.layout (version) values (" + LAYOUT + ")");
      }
    }
  }

  private void check(int layout) {
    if (layout > LAYOUT) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The ledger in %s has the layout %d, and this version of Assay knows layouts up to %d. Use a newer version of Assay"
              .formatted(connector.server(), layout, LAYOUT));
    }
  }

  private void requireEmpty(Statement statement) throws SQLException {
    int others =
        number(
            statement,
            "select count(*)::int from pg_class where relnamespace = to_regnamespace('assay')");
    if (others > 0) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cannot create the ledger: the schema assay in %s holds tables, but not those of a ledger. Use another database, or rename that schema"
              .formatted(connector.server()));
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  private static String script() {
    try (InputStream script = LedgerSchema.class.getResourceAsStream(SCRIPT)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + SCRIPT, e);
    }
  }
}
