package io.assay.postgres;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.schema.AddedColumns;
import io.assay.postgres.schema.LedgerSchema;
import io.assay.postgres.schema.SchemaAudit;
import io.assay.postgres.schema.SchemaPlan;
import io.assay.postgres.schema.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Makes the changes of a pipeline's tables that their policies allow, because a person asked for
 * them and not because a batch needs them. Takes the pipeline's lock meanwhile.
 */
public final class SchemaApplication {
  private SchemaApplication() {}

  /**
   * Makes the ledger, the tables and the changes, or nothing. No bound of time holds for a
   * statement: to rewrite a large table takes as long as it takes.
   *
   * @param version the pipeline's version, for the audit
   * @return what was done, and what was left
   * @throws AssayException (USER) if a difference is refused, or the pipeline cannot go on from the
   *     definition that ran last, or a job works on it; (EXTERNAL) if the database is away or
   *     refuses rights
   */
  public static SchemaPlan apply(Environment.Database database, Pipeline pipeline, String version) {
    DatabaseConnector connector = new DatabaseConnector(database);
    try (Connection connection = connector.open("assay/" + pipeline.name() + "/apply")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set statement_timeout = 0");
      }
      connection.setNetworkTimeout(Runnable::run, 0);
      new LedgerSchema(connector).create(connection);
      new PipelineLock(pipeline.name()).take(connection);
      LastDefinition.of(connection, pipeline.name())
          .ifPresent(last -> last.requireContinuation(pipeline));
      TargetSchema target =
          new TargetSchema(
              connector, database.schema(), AddedColumns.extended(connection, pipeline));
      return target.apply(connection, new SchemaAudit(pipeline.name(), Optional.empty(), version));
    } catch (SQLException e) {
      throw connector.failure("Cannot change the tables of the pipeline " + pipeline.name(), e);
    }
  }
}
