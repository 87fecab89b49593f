package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.model.RecordKind;
import io.assay.postgres.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the records that PostgreSQL itself refuses, such as by a constraint that the pipeline does
 * not know. The staged records are merged in ever smaller parts, each behind a savepoint, until the
 * ones at fault stand alone. Whoever searches rolls all of it back. Not thread-safe.
 */
final class FaultSearch {
  /** More than so many are no accident: then the batch fails. */
  private static final int MOST = 100;

  private final PipelineMerge merge;
  private final Connection connection;
  private final Transaction trial;
  private final Candidates candidates;
  private final List<FaultyRecord> found = new ArrayList<>();

  /** A search on a connection with an open transaction. */
  FaultSearch(PipelineMerge merge, Connection connection, Transaction transaction)
      throws SQLException {
    this.merge = merge;
    this.connection = connection;
    this.candidates = new Candidates(transaction, merge);
    this.trial = new Transaction(connection, List.of(Candidates.SEEN));
    trial.numbered(transaction.batch());
  }

  /**
   * Whether a failure may be a record's fault: a value that does not fit its type or a constraint,
   * is too long for an index, or that a trigger refuses.
   */
  static boolean isPossible(SQLException failure) {
    return SqlState.of(failure).isData();
  }

  /**
   * The records at fault; empty if there are none, though the batch failed.
   *
   * @throws AssayException (DATA) if they are too many to be an accident
   */
  List<FaultyRecord> run() throws SQLException {
    search(0, candidates.size());
    return found;
  }

  private void search(long from, long to) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      merge(from, to);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (!isPossible(e)) {
        throw e;
      }
      connection.rollback(before);
      if (to - from == 1) {
        add(from, e);
      } else {
        long middle = from + (to - from) / 2;
        search(from, middle);
        search(middle, to);
      }
    } catch (RefusedLate e) {
      // Known without a search. What is left of the part may still hold one that is not.
      connection.rollback(before);
      found.addAll(e.records());
      candidates.leaveOut(e.records());
      search(from, to);
    } catch (AssayException e) {
      // A rule of severity fail: the batch itself will tell. Here the part is left out.
      connection.rollback(before);
    }
  }

  private void merge(long from, long to) throws SQLException, RefusedLate {
    candidates.show(from, to);
    merge.merge(trial, merge.census(trial), new BatchOutcome());
    candidates.hideAll();
    WorkTables.forgetFindings(trial);
  }

  private void add(long place, SQLException failure) throws SQLException {
    Candidates.Candidate candidate = candidates.at(place);
    found.add(FaultyRecord.of(candidate.coordinates(), kind(candidate), failure));
    if (found.size() > MOST) {
      throw new AssayException(
          AssayException.Kind.DATA,
          "Batch refused: PostgreSQL does not take more than %d of its records, such as %s (%s). Nothing was applied. Add a rule that tells what is wrong with them, or correct the table"
              .formatted(MOST, candidate.coordinates(), FaultyRecord.refusal(failure)),
          failure);
    }
  }

  private RecordKind kind(Candidates.Candidate candidate) {
    return merge.kinds().stream()
        .map(KindMerge::kind)
        .filter(kind -> kind.name().equals(candidate.kind()))
        .findFirst()
        .orElseThrow();
  }
}
