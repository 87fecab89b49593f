package io.assay.postgres.schema;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.SqlState;
import io.assay.postgres.schema.PlannedChange.Fate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Changes of the tables that wait for the first batch, which makes them in its own transaction. Not
 * thread-safe.
 */
public final class PendingChanges {
  private static final String ADDED =
      "insert into assay.added_column (pipeline, kind, member, table_name, column_name, type, batch_id) values (?, ?, ?, ?, ?, ?, ?)";

  private final SchemaAudit audit;
  private List<PlannedChange> changes;
  private List<AddedColumn> added = List.of();

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
   * Lets columns for members of records wait, too.
   *
   * @param schema where the target tables are
   * @param pipeline the definition with these columns
   */
  public void add(String schema, Pipeline pipeline, List<AddedColumn> columns) {
    List<PlannedChange> more = new ArrayList<>(changes);
    List<AddedColumn> all = new ArrayList<>(added);
    for (AddedColumn column : columns) {
      more.add(TargetSchema.addition(schema, pipeline, column));
      all.add(column);
    }
    changes = List.copyOf(more);
    added = List.copyOf(all);
  }

  /**
   * Makes them, in the transaction that is open on the connection.
   *
   * @throws AssayException (USER) if the rows that are stored do not allow it
   */
  public void carryOut(Connection connection, OptionalLong batch) throws SQLException {
    for (AddedColumn column : added) {
      remember(connection, column, batch);
    }
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
    added = List.of();
  }

  private void remember(Connection connection, AddedColumn column, OptionalLong batch)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADDED)) {
      insert.setString(1, audit.pipeline());
      insert.setString(2, column.kind());
      insert.setString(3, column.member());
      insert.setString(4, column.table());
      insert.setString(5, column.column());
      insert.setString(6, column.type().sql());
      insert.setObject(7, batch.isPresent() ? batch.getAsLong() : null);
      insert.executeUpdate();
    }
  }
}
