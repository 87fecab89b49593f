package io.assay.postgres.schema;

import io.assay.model.AssayException;
import io.assay.postgres.SqlState;
import io.assay.postgres.schema.PlannedChange.Fate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Changes of the tables that wait for the first batch, which makes them in its own transaction. Not
 * thread-safe.
 */
public final class PendingChanges {
  private final SchemaAudit audit;
  private List<PlannedChange> changes;

  PendingChanges(SchemaAudit audit, List<PlannedChange> changes) {
    this.audit = audit;
    this.changes = List.copyOf(changes);
  }

  static PendingChanges of(SchemaAudit audit, SchemaPlan plan) {
    return new PendingChanges(audit, plan.of(Fate.DONE));
  }

  /** Whether there are none, or none any more. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * Makes them, in the transaction that is open on the connection.
   *
   * @throws AssayException (USER) if the rows that are stored do not allow it
   */
  public void carryOut(Connection connection, OptionalLong batch) throws SQLException {
    for (PlannedChange change : changes) {
      try {
        audit.carryOut(connection, change, batch);
      } catch (SQLException e) {
        if (!SqlState.of(e).isData()) {
          throw e;
        }
        // Not the fault of a record, so none is to be looked for.
        throw new AssayException(
            AssayException.Kind.USER,
            "%s. It cannot be changed, because stored rows do not allow it (SQLSTATE %s). Correct them, or the definition or its schema-change"
                .formatted(change, e.getSQLState()));
      }
    }
  }

  /** The transaction was committed: nothing is pending any more. */
  public void committed() {
    changes = List.of();
  }
}
