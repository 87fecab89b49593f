package io.assay.postgres.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Writes what was changed to {@code assay.schema_change}, in the transaction that changes it.
 *
 * @param pipeline name of the pipeline
 * @param run the run; empty where somebody asked for the change itself
 * @param version the pipeline's version
 */
public record SchemaAudit(String pipeline, Optional<UUID> run, String version) {
  private static final String INSERT =
      "insert into assay.schema_change (pipeline, run_id, pipeline_version, batch_id, table_name, place, reason, statement) values (?, ?, ?, ?, ?, ?, ?, ?)";

  /** Makes a change and remembers it. */
  void carryOut(Connection connection, PlannedChange change, OptionalLong batch)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String sql : change.statements()) {
        statement.execute(sql);
      }
    }
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (String sql : change.statements()) {
        if (sql.startsWith("comment on ")) {
          continue;
        }
        insert.setString(1, pipeline);
        insert.setObject(2, run.orElse(null));
        insert.setString(3, version);
        if (batch.isPresent()) {
          insert.setLong(4, batch.getAsLong());
        } else {
          insert.setNull(4, Types.BIGINT);
        }
        insert.setString(5, change.table());
        insert.setString(6, change.place());
        insert.setString(7, why(change));
        insert.setString(8, sql);
        insert.executeUpdate();
      }
    }
  }

  private static String why(PlannedChange change) {
    return "is %s, should be %s; %s"
        .formatted(
            change.is(),
            change.shouldBe(),
            change.policy().map(policy -> policy + ": ").orElse("") + change.reason());
  }
}
