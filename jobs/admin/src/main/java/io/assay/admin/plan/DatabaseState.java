package io.assay.admin.plan;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.LastDefinition;
import io.assay.postgres.schema.Grants;
import io.assay.postgres.schema.SchemaPlan;
import io.assay.postgres.schema.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What the target database says about a pipeline.
 *
 * @param plan the tables as they are and should be; empty if they cannot be compared
 * @param grants rights that the role lacks, as statements
 * @param last the definition that committed the last batch
 * @param faults why something could not be found out
 */
record DatabaseState(
    Optional<SchemaPlan> plan,
    List<String> grants,
    Optional<LastDefinition> last,
    List<String> faults) {

  /** Where nobody was asked. */
  static DatabaseState unknown(List<String> faults) {
    return new DatabaseState(Optional.empty(), List.of(), Optional.empty(), faults);
  }

  /** Asks the database, in a transaction that can only read. */
  static DatabaseState ask(Environment.Database database, Pipeline pipeline) {
    DatabaseConnector connector = new DatabaseConnector(database);
    try (Connection connection = connector.open("assay/" + pipeline.name() + "/plan")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction read only");
      }
      try {
        SchemaPlan plan = new TargetSchema(connector, database.schema(), pipeline).plan(connection);
        return new DatabaseState(
            Optional.of(plan),
            Grants.missing(connection, database.schema(), pipeline, plan),
            LastDefinition.of(connection, pipeline.name()),
            List.of());
      } catch (SQLException e) {
        connection.rollback();
        AssayException failure = connector.failure("Cannot compare the tables", e);
        SchemaPlan nothing = new SchemaPlan(pipeline, List.of(), false);
        return new DatabaseState(
            Optional.empty(),
            Grants.missing(connection, database.schema(), pipeline, nothing),
            Optional.empty(),
            List.of(failure.getMessage()));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      return unknown(List.of(connector.failure("Cannot ask the database", e).getMessage()));
    } catch (AssayException e) {
      return unknown(List.of(e.getMessage()));
    }
  }
}
