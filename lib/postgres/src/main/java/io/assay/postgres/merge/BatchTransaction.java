package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.RunInfo;
import io.assay.postgres.SqlState;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicOutcome;
import io.assay.postgres.staging.StagingLayout;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings one batch into the database, wholly or not at all. The caller commits: nothing here does.
 * One for each run; not thread-safe.
 */
public final class BatchTransaction {
  private final Pipeline pipeline;
  private final StagingLayout staging;
  private final BatchPlan plan;
  private final Sql census;
  private final AppliedOffsets applied;
  private final WaitingRecords waiting;
  private final BatchLedger ledger;
  private final RefusedRecords refusedRecords;

  /**
   * Plans the statements.
   *
   * @param schema where the target tables are
   */
  public BatchTransaction(Pipeline pipeline, StagingLayout staging, String schema, RunInfo run) {
    this.pipeline = pipeline;
    this.staging = staging;
    this.plan = new BatchPlan(pipeline, staging, schema);
    this.census = plan.census();
    this.applied = new AppliedOffsets(pipeline.name());
    this.waiting = new WaitingRecords(pipeline, plan.tables());
    this.ledger = new BatchLedger(pipeline.name(), run.runId(), pipeline.silver());
    this.refusedRecords =
        new RefusedRecords(
            pipeline.name(),
            run.pipelineVersion(),
            staging.table(staging.quarantineTable()).sql(),
            staging.table(staging.findingTable()).sql());
  }

  /**
   * Makes the session ready for batches.
   *
   * @throws AssayException (USER) if PostgreSQL does not understand the condition of a rule
   */
  public void prepare(Connection connection) throws SQLException {
    Transaction session = new Transaction(connection, List.of());
    for (String statement : WorkTables.statements()) {
      session.execute(statement);
    }
    for (KindMerge kind : plan.kinds()) {
      for (StoredRule rule : kind.checks().rules()) {
        for (Sql statement : rule.userStatements()) {
          requireValid(session, kind, rule, statement);
        }
      }
    }
  }

  private static void requireValid(
      Transaction session, KindMerge kind, StoredRule rule, Sql statement) throws SQLException {
    try {
      session.explainInlined(statement);
    } catch (SQLException e) {
      if (SqlState.of(e).kind() != AssayException.Kind.INTERNAL) {
        throw e;
      }
      throw new AssayException(
          AssayException.Kind.USER,
          "The rule %s of the kind %s is not valid PostgreSQL: %s"
              .formatted(rule.rule().name(), kind.kind().name(), e.getMessage()),
          e);
    }
  }

  /**
   * Does all of it, in the transaction that is open on the connection.
   *
   * @throws AssayException (DATA) if a rule of severity {@code fail} found something; (INTERNAL) if
   *     the offsets were applied before, a held record is not there, or the counts do not add up
   */
  public BatchResult run(Connection connection, Batch batch) throws SQLException {
    BatchTotals totals = BatchTotals.of(batch);
    Transaction transaction = new Transaction(connection, totals.attempts());
    if (batch.source() == BatchSource.HELD) {
      waiting.release(transaction, totals.offsets());
    } else {
      applied.claim(transaction, totals.offsets());
    }
    transaction.numbered(ledger.begin(transaction, batch));
    Census counted = Census.take(transaction, census);
    BatchOutcome outcome = new BatchOutcome();
    merge(transaction, counted, outcome);
    RefusedRecords.Refused refused =
        refusedRecords.write(transaction, anyQuarantined(totals), outcome.anyFound());
    waiting.wake(transaction, outcome.tables());
    Map<String, TopicOutcome> topics = topics(totals, counted, outcome, refused);
    ledger.finish(transaction, batch.source(), topics, outcome.tables(), totals.offsets());
    return new BatchResult(
        new CommittedBatch(transaction.batch(), topics, outcome.tables(), totals.offsets()),
        stagingOf(counted, refused));
  }

  private void merge(Transaction transaction, Census counted, BatchOutcome outcome)
      throws SQLException {
    List<KindMerge> present =
        plan.kinds().stream().filter(kind -> counted.has(kind.kind())).toList();
    for (KindMerge kind : present) {
      kind.merge(transaction, counted.of(kind.kind()), counted.remembered(), outcome);
    }
    for (int last = present.size() - 1; last >= 0; last--) {
      present.get(last).delete(transaction, counted.of(present.get(last).kind()), outcome);
    }
  }

  private List<String> stagingOf(Census counted, RefusedRecords.Refused refused) {
    List<String> tables = new ArrayList<>();
    for (RecordKind kind : pipeline.records()) {
      if (counted.has(kind)) {
        kind.tables()
            .forEach(table -> tables.add(qualified(staging.rowTable(kind.name(), table.name()))));
        if (kind.holds()) {
          tables.add(qualified(staging.recordTable(kind.name())));
        }
      }
    }
    if (!refused.staged().isEmpty()) {
      tables.add(qualified(staging.quarantineTable()));
    }
    if (refused.anyFindingStaged()) {
      tables.add(qualified(staging.findingTable()));
    }
    return tables;
  }

  private String qualified(int table) {
    return staging.table(table).sql();
  }

  private Map<String, TopicOutcome> topics(
      BatchTotals totals, Census counted, BatchOutcome outcome, RefusedRecords.Refused refused) {
    Set<String> names = new TreeSet<>(totals.counts().keySet());
    names.addAll(counted.records().keySet());
    names.addAll(refused.staged().keySet());
    Map<String, TopicOutcome> topics = new TreeMap<>();
    for (String topic : names) {
      TopicCounts counts = totals.counts().getOrDefault(topic, TopicCounts.NONE);
      long applied = outcome.applied(topic);
      long refusedHere = refused.quarantined().getOrDefault(topic, 0L);
      long held = refused.held().getOrDefault(topic, 0L);
      TopicOutcome fates =
          new TopicOutcome(
              counts.raw(),
              applied,
              refused.staged().getOrDefault(topic, 0L) + refusedHere,
              counts.filtered(),
              counted.records(topic) - applied - refusedHere - held,
              held,
              counts.replayed());
      requireSum(topic, counts, fates);
      topics.put(topic, fates);
    }
    return topics;
  }

  private void requireSum(String topic, TopicCounts counts, TopicOutcome fates) {
    if (!fates.addsUp()) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch refused: the records of the topic %s in the pipeline %s do not add up: %d read, but %d applied, %d quarantined, %d filtered, %d superseded and %d held (the tasks told %d quarantined and %d staged). Nothing was applied"
              .formatted(
                  topic,
                  pipeline.name(),
                  fates.raw(),
                  fates.applied(),
                  fates.quarantined(),
                  fates.filtered(),
                  fates.superseded(),
                  fates.held(),
                  counts.quarantined(),
                  counts.staged()));
    }
  }

  private static boolean anyQuarantined(BatchTotals totals) {
    return totals.counts().values().stream().anyMatch(counts -> counts.quarantined() > 0);
  }
}
