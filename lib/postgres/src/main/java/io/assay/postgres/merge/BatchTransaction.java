package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.Alert;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.Dimension;
import io.assay.postgres.RuleKey;
import io.assay.postgres.RuleOutcome;
import io.assay.postgres.RunInfo;
import io.assay.postgres.SqlState;
import io.assay.postgres.TopicOutcome;
import io.assay.postgres.schema.PendingChanges;
import io.assay.postgres.staging.StagingLayout;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings one batch into the database, wholly or not at all. The caller commits: nothing here does.
 * One for each run; not thread-safe.
 */
public final class BatchTransaction {
  private final PipelineMerge merge;
  private final BatchAccount account;
  private final AppliedOffsets applied;
  private final WaitingRecords waiting;
  private final RequeuedRecords requeued;
  private final RuleLedger rules;
  private final BatchExpectations expectations;
  private final Breakers breakers;
  private final BatchLedger ledger;
  private final RefusedRecords refusedRecords;
  private final PendingChanges pending;

  /**
   * Plans the statements.
   *
   * @param schema where the target tables are
   * @param pending changes of the tables that the first batch makes
   */
  public BatchTransaction(
      Pipeline pipeline,
      StagingLayout staging,
      String schema,
      RunInfo run,
      PendingChanges pending) {
    this.pending = pending;
    this.merge = new PipelineMerge(pipeline, staging, schema);
    this.account = new BatchAccount(pipeline.name());
    this.applied = new AppliedOffsets(pipeline.name());
    this.waiting = new WaitingRecords(pipeline, merge.tables());
    this.requeued = new RequeuedRecords(pipeline.name(), run.pipelineVersion(), merge.tables());
    this.rules = new RuleLedger();
    this.expectations = new BatchExpectations(pipeline);
    this.breakers = new Breakers(pipeline);
    this.ledger = new BatchLedger(pipeline.name(), run.runId(), pipeline.silver());
    this.refusedRecords =
        new RefusedRecords(
            pipeline.name(),
            run.pipelineVersion(),
            staging.table(staging.quarantineTable()).sql(),
            staging.table(staging.findingTable()).sql());
  }

  /** The tables of which the newest version of each row may be staged alone. */
  public Set<Dimension> dimensions() {
    return merge.kinds().stream()
        .flatMap(kind -> kind.dimensions().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Makes the session ready for batches. */
  public void prepare(Connection connection) throws SQLException {
    Transaction session = new Transaction(connection, List.of());
    for (String statement : WorkTables.statements()) {
      session.execute(statement);
    }
    ReferencesAtOnce.prepare(connection);
  }

  /**
   * Tries what can be tried before there is a batch, in a transaction that is rolled back: the
   * changes of the tables, and the conditions of rules.
   *
   * @throws AssayException (USER) if PostgreSQL does not understand the condition of a rule, or a
   *     look-up does not fit its table
   */
  public void rehearse(Connection connection) throws SQLException {
    pending.carryOut(connection, OptionalLong.empty());
    Transaction session = new Transaction(connection, List.of());
    for (KindMerge kind : merge.kinds()) {
      for (StoredRule rule : kind.checks().rules()) {
        for (Sql statement : rule.userStatements()) {
          requireValid(session, kind, "rule " + rule.rule().name(), statement);
        }
      }
      for (LookupColumn lookup : kind.checks().lookups()) {
        requireValid(session, kind, "look-up of the column " + lookup.column(), lookup.statement());
      }
    }
  }

  private static void requireValid(Transaction session, KindMerge kind, String what, Sql statement)
      throws SQLException {
    try {
      session.explainInlined(statement);
    } catch (SQLException e) {
      if (SqlState.of(e).kind() != AssayException.Kind.INTERNAL) {
        throw e;
      }
      throw new AssayException(
          AssayException.Kind.USER,
          "The %s of the kind %s is not valid PostgreSQL: %s"
              .formatted(what, kind.kind().name(), e.getMessage()),
          e);
    }
  }

  /**
   * Does all of it, in the transaction that is open on the connection.
   *
   * @param faulty records that {@link #findFaulty} found: they are quarantined
   * @throws AssayException (DATA) if a rule of severity {@code fail} found something, of a record
   *     or of the batch; (INTERNAL) if the offsets were applied before, a held or requeued record
   *     is not there, or the counts do not add up
   * @throws RefusedLate if more records have to be quarantined; then it is to be rolled back and
   *     done again
   */
  public BatchResult run(Connection connection, Batch batch, List<FaultyRecord> faulty)
      throws SQLException, RefusedLate {
    BatchTotals totals = BatchTotals.of(batch);
    Transaction transaction = begin(connection, batch, totals);
    Census counted = merge.census(transaction);
    BatchOutcome outcome = new BatchOutcome();
    exclude(transaction, faulty, outcome);
    merge.merge(transaction, counted, outcome);
    RefusedRecords.Refused refused =
        refusedRecords.write(
            transaction, anyQuarantined(totals), counted.findings(), outcome.anyFound());
    waiting.wake(transaction, outcome.tables());
    if (batch.source() == BatchSource.REQUEUED) {
      requeued.settle(transaction);
    }
    Map<String, TopicOutcome> topics = account.topics(totals, counted, outcome, refused);
    ledger.finish(transaction, batch.source(), topics, outcome.tables(), totals.offsets());
    List<RuleLedger.Failures> failures =
        rules.failures(transaction, counted.findings() || outcome.anyFound());
    Map<RuleKey, RuleOutcome> ruleOutcomes =
        rules.write(transaction, failures, outcome.nanos(), totals.rules());
    return new BatchResult(
        new CommittedBatch(
            transaction.batch(),
            topics,
            outcome.tables(),
            totals.offsets(),
            ruleOutcomes,
            totals.newest(),
            alerts(transaction, batch.source(), topics, failures)),
        merge.staging(counted, refused));
  }

  /** What is asked of a batch as a whole; what is refined again was asked about before. */
  private List<Alert> alerts(
      Transaction transaction,
      BatchSource source,
      Map<String, TopicOutcome> topics,
      List<RuleLedger.Failures> failures)
      throws SQLException {
    List<Alert> alerts = new ArrayList<>();
    if (!source.isReadBefore()) {
      alerts.addAll(expectations.check(transaction, topics, failures));
    }
    if (source != BatchSource.REQUEUED) {
      alerts.addAll(breakers.check(transaction, topics, failures));
    }
    return alerts;
  }

  /** The transaction of a {@link #run} was committed. */
  public void committed() {
    pending.committed();
  }

  /** Whether a failure of {@link #run} may be the fault of single records, which can be found. */
  public static boolean isPossiblyFaulty(SQLException failure) {
    return FaultSearch.isPossible(failure);
  }

  /**
   * Finds the records that PostgreSQL refuses, in the transaction that is open on the connection
   * and has to be rolled back.
   *
   * @param known those found before
   * @return more of them; empty if no single record is at fault
   * @throws AssayException (DATA) if they are too many to be an accident
   */
  public List<FaultyRecord> findFaulty(Connection connection, Batch batch, List<FaultyRecord> known)
      throws SQLException {
    Transaction transaction = begin(connection, batch, BatchTotals.of(batch));
    exclude(transaction, known, new BatchOutcome());
    return new FaultSearch(merge, connection, transaction).run();
  }

  private Transaction begin(Connection connection, Batch batch, BatchTotals totals)
      throws SQLException {
    Transaction transaction = new Transaction(connection, totals.attempts());
    switch (batch.source()) {
      case HELD -> waiting.release(transaction, totals.offsets());
      case REQUEUED -> requeued.take(transaction, totals.offsets());
      default -> applied.claim(transaction, totals.offsets());
    }
    transaction.numbered(ledger.begin(transaction, batch));
    pending.carryOut(connection, OptionalLong.of(transaction.batch()));
    return transaction;
  }

  private void exclude(Transaction transaction, List<FaultyRecord> faulty, BatchOutcome outcome)
      throws SQLException {
    for (KindMerge kind : merge.kinds()) {
      String name = kind.kind().name();
      List<FaultyRecord> records =
          faulty.stream().filter(record -> record.kind().equals(name)).toList();
      if (!records.isEmpty()) {
        outcome.found();
        FaultyRecords.exclude(
            transaction, name, merge.rootStaging(kind), merge.staging(kind), records);
      }
    }
  }

  private static boolean anyQuarantined(BatchTotals totals) {
    return totals.counts().values().stream().anyMatch(counts -> counts.quarantined() > 0);
  }
}
