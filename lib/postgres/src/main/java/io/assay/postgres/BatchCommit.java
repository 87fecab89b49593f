package io.assay.postgres;

import io.assay.model.AssayException;
import io.assay.postgres.merge.BatchResult;
import io.assay.postgres.merge.BatchTransaction;
import io.assay.postgres.merge.FaultyRecord;
import io.assay.postgres.merge.RefusedLate;
import io.assay.postgres.staging.StagedRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commit of one batch. The transaction is tried again when others were in its way; when
 * PostgreSQL refuses what a record brought, the record is looked for and quarantined. For one use.
 */
final class BatchCommit {
  /**
   * How often a transaction is tried when others are in its way (serialization failure, deadlock).
   */
  private static final int ATTEMPTS = 5;

  private final RunSession session;
  private final BatchTransaction transaction;
  private final Batch batch;
  private final List<FaultyRecord> faulty = new ArrayList<>();

  BatchCommit(RunSession session, BatchTransaction transaction, Batch batch) {
    this.session = session;
    this.transaction = transaction;
    this.batch = batch;
  }

  /**
   * Commits the batch, wholly or not at all.
   *
   * @throws RowsMissing if records have to be refused, and not all rows of the batch are staged
   */
  BatchResult run() throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return merged();
      } catch (SQLException e) {
        boolean again = attempt < ATTEMPTS;
        if (again && BatchTransaction.isPossiblyFaulty(e)) {
          requireAllRows(e);
          again =
              faulty.addAll(
                  session.rolledBack(
                      connection -> transaction.findFaulty(connection, batch, faulty)));
        } else {
          again = again && SqlState.of(e).isRetryable();
        }
        if (!again) {
          throw e;
        }
      }
    }
  }

  /** Does the transaction again as long as it turns out that more records have to be refused. */
  private BatchResult merged() throws SQLException {
    while (true) {
      List<FaultyRecord> late = new ArrayList<>();
      Optional<BatchResult> result =
          session.inTransactionIf(
              connection -> {
                try {
                  return Optional.of(transaction.run(connection, batch, faulty));
                } catch (RefusedLate e) {
                  requireAllRows(e);
                  late.addAll(e.records());
                  return Optional.empty();
                }
              });
      if (result.isPresent()) {
        return result.get();
      }
      if (!faulty.addAll(late)) {
        throw new AssayException(
            AssayException.Kind.INTERNAL,
            "Batch refused: records are in its way, but nobody says which. Nothing was applied");
      }
    }
  }

  private void requireAllRows(Exception refusal) {
    if (batch.rows() != StagedRows.ALL) {
      throw new RowsMissing(refusal);
    }
  }
}
