package io.assay.postgres;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.merge.BatchResult;
import io.assay.postgres.merge.BatchTransaction;
import io.assay.postgres.merge.LedgerQueries;
import io.assay.postgres.merge.SilverLedger;
import io.assay.postgres.schema.AddedColumn;
import io.assay.postgres.schema.AddedColumns;
import io.assay.postgres.schema.LedgerSchema;
import io.assay.postgres.schema.PendingChanges;
import io.assay.postgres.schema.SchemaAudit;
import io.assay.postgres.schema.TargetSchema;
import io.assay.postgres.staging.StagingArea;
import io.assay.postgres.staging.StagingLayout;
import io.assay.postgres.staging.StagingTable;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * A pipeline's database, as the one run that may write to it sees it. Opening takes the pipeline's
 * lock and makes what is absent; closing gives the lock back. Methods may be called from several
 * threads; one does its work at a time.
 *
 * <p>When the connection is lost, so are the lock and the open transaction. Methods then throw
 * {@link AssayException} (EXTERNAL) until {@link #reconnect()} has succeeded, and what was staged
 * has to be staged again.
 */
public final class PipelineDatabase implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PipelineDatabase.class.getName());

  private final DatabaseConnector connector;
  private final Environment.Database database;
  private final RunInfo info;
  private final PendingChanges pending;
  private Pipeline pipeline;
  private volatile Map<StagingArea, StagingLayout> staging;
  private volatile Set<Dimension> dimensions;
  private final PipelineLock lock;
  private final RunRecord run;
  private final Map<StagingArea, BatchTransaction> batches = new EnumMap<>(StagingArea.class);
  private LedgerQueries ledger;
  private final SilverLedger silver;
  private volatile RunSession session;
  private boolean failed;

  private PipelineDatabase(
      DatabaseConnector connector,
      Environment.Database database,
      RunSession session,
      PipelineLock lock,
      TargetSchema.Prepared prepared,
      RunInfo info) {
    this.connector = connector;
    this.database = database;
    this.session = session;
    this.lock = lock;
    this.info = info;
    this.pending = prepared.pending();
    this.run = new RunRecord(prepared.pipeline().name(), info);
    this.silver = new SilverLedger(prepared.pipeline().name());
    workBy(prepared.pipeline());
  }

  /** Makes what depends on the definition. */
  private void workBy(Pipeline definition) {
    pipeline = definition;
    Map<StagingArea, StagingLayout> layouts = new EnumMap<>(StagingArea.class);
    for (StagingArea area : StagingArea.values()) {
      StagingLayout layout = StagingLayout.of(database, definition, info.runId(), area);
      layouts.put(area, layout);
      batches.put(area, new BatchTransaction(definition, layout, database.schema(), info, pending));
    }
    staging = layouts;
    dimensions = batches.get(StagingArea.FIRST).dimensions(); // areas differ in staging only
    ledger = new LedgerQueries(definition);
  }

  /**
   * Takes the pipeline's lock, makes the ledger, the target tables and staging where they are
   * absent, sweeps what dead runs left, and records the run.
   *
   * @throws AssayException (USER) if another instance works on the pipeline (the message says
   *     which), or tables exist that differ from the definition in a way that its policy does not
   *     allow, or a rule's SQL is not valid, or it cannot go on from the definition that ran last;
   *     (EXTERNAL) if the database cannot be reached or refuses rights
   */
  public static PipelineDatabase open(
      Environment.Database database, Pipeline pipeline, RunInfo run) {
    DatabaseConnector connector = new DatabaseConnector(database);
    try {
      RunSession session =
          new RunSession(connector, StagingLayout.applicationName(pipeline.name(), run.runId()));
      PipelineDatabase opened;
      try {
        opened = prepared(connector, session, database, pipeline, run);
      } catch (SQLException | RuntimeException e) {
        try (session) {
          throw e;
        }
      }
      try {
        opened.begin();
        return opened;
      } catch (SQLException | RuntimeException e) {
        opened.abandon(e);
        throw e;
      }
    } catch (SQLException e) {
      throw connector.failure("Cannot begin a run of the pipeline " + pipeline.name(), e);
    }
  }

  private static PipelineDatabase prepared(
      DatabaseConnector connector,
      RunSession session,
      Environment.Database database,
      Pipeline pipeline,
      RunInfo run)
      throws SQLException {
    PipelineLock lock = new PipelineLock(pipeline.name());
    RunRecord record = new RunRecord(pipeline.name(), run);
    new LedgerSchema(connector).create(session.connection());
    lock.take(session.connection());
    record.sweepDeadRuns(session.connection());
    LastDefinition.of(session.connection(), pipeline.name())
        .ifPresent(last -> last.requireContinuation(pipeline));
    TargetSchema target =
        new TargetSchema(
            connector, database.schema(), AddedColumns.extended(session.connection(), pipeline));
    TargetSchema.Prepared schema =
        target.prepare(
            session.connection(),
            new SchemaAudit(pipeline.name(), Optional.of(run.runId()), run.pipelineVersion()));
    return new PipelineDatabase(connector, database, session, lock, schema, run);
  }

  /**
   * The definition as the tables take it: without the columns and tables that a policy leaves out.
   * Records are to be refined by this one.
   */
  public synchronized Pipeline pipeline() {
    return pipeline;
  }

  /**
   * Gives members of records columns of their own in the root table; they come with the next
   * commit. Staging is made anew, so what was staged is gone, and {@link #pipeline()} and {@link
   * #staging()} are others.
   *
   * @throws AssayException (DATA) if they are too many
   */
  public synchronized void addColumns(List<UnknownMember> members) {
    List<AddedColumn> columns = AddedColumns.of(pipeline, members);
    asked(
        "Cannot make staging for new columns",
        connection -> {
          Pipeline extended = AddedColumns.with(pipeline, columns);
          pending.add(database.schema(), extended, columns);
          dropStaging(session);
          workBy(extended);
          createStaging();
          return null;
        });
  }

  /** Every offset that the pipeline has dealt with. */
  public synchronized Map<TopicPartition, OffsetRanges> applied() {
    return asked("Cannot read the applied offsets", ledger::applied);
  }

  /** The staging tables of the first area of this run, for the executors. */
  public StagingLayout staging() {
    return staging(StagingArea.FIRST);
  }

  /** The staging tables of an area of this run, for the executors. Does not wait for a commit. */
  public StagingLayout staging(StagingArea area) {
    return staging.get(area);
  }

  /**
   * The tables of which the newest version of each row may be staged alone ({@link
   * io.assay.postgres.staging.StagedRows#NEWEST}). Does not wait for a commit.
   */
  public Set<Dimension> dimensions() {
    return dimensions;
  }

  /** Applies a batch that was staged in the first area. */
  public CommittedBatch commit(Batch batch) {
    return commit(batch, StagingArea.FIRST);
  }

  /**
   * Applies a batch, wholly or not at all. What its tasks staged is gone afterwards.
   *
   * @param area where they staged it; the other area may be filled meanwhile
   * @throws AssayException (DATA) if a rule of severity {@code fail} found something; (INTERNAL) if
   *     an offset was applied before, or the counts do not add up; (EXTERNAL) if the environment
   *     failed. Then nothing was applied, unless the connection was lost at the very commit: {@link
   *     #applied()} tells.
   * @throws RowsMissing if all rows of the batch have to be staged; nothing was applied
   */
  public synchronized CommittedBatch commit(Batch batch, StagingArea area) {
    BatchTransaction transaction = batches.get(area);
    BatchResult result =
        asked(
            "Cannot commit a batch",
            connection -> new BatchCommit(session, transaction, batch).run());
    transaction.committed();
    clear(result.staging());
    return result.batch();
  }

  /** Empties all areas of staging, after a failed attempt. */
  public synchronized void discardStaging() {
    asked(
        "Cannot empty staging",
        connection -> {
          session.truncate(
              staging.values().stream()
                  .flatMap(layout -> layout.tables().stream())
                  .map(StagingTable::sql)
                  .toList());
          return null;
        });
  }

  /**
   * Held records whose parent has arrived: kinds whose tables others reference first, then the
   * longest held.
   */
  public synchronized List<HeldRecord> readyHeld(int limit) {
    return asked("Cannot read held records", connection -> ledger.ready(connection, limit));
  }

  /** The same, and those whose deadline has passed. */
  public synchronized List<HeldRecord> dueHeld(int limit) {
    return asked("Cannot read held records", connection -> ledger.due(connection, limit));
  }

  /**
   * Records in quarantine that somebody wants refined again: kinds whose tables others reference
   * first, then the oldest.
   */
  public synchronized List<Coordinates> requeued(int limit) {
    return asked("Cannot read requeued records", connection -> ledger.requeued(connection, limit));
  }

  /**
   * Lets requeued records be in quarantine as before, because they cannot be refined.
   *
   * @param reason what the quarantine's history says
   */
  public synchronized void reopen(Collection<Coordinates> records, String reason) {
    asked(
        "Cannot leave records in quarantine",
        connection -> {
          ledger.reopen(connection, records, reason);
          return null;
        });
  }

  /**
   * Makes sure that no breaker keeps the pipeline from going on.
   *
   * @throws AssayException (USER) naming those that do
   */
  public synchronized void requireNoneTripped() {
    List<String> tripped = asked("Cannot read which breakers tripped", ledger::tripped);
    if (!tripped.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The pipeline %s was stopped by a breaker: %s. Look at what is in quarantine (submit/assay quarantine list %s), then let it go on with: submit/assay breaker reset %s"
              .formatted(
                  pipeline.name(), String.join("; ", tripped), pipeline.name(), pipeline.name()));
    }
  }

  /** Until when a breaker lets no batch begin; empty if one may now. */
  public synchronized Optional<Instant> pausedUntil() {
    return asked("Cannot read whether a breaker pauses", ledger::pausedUntil);
  }

  /** The breakers that let no batch begin now, by name. */
  public synchronized List<String> pausing() {
    return asked("Cannot read which breakers pause", ledger::pausing);
  }

  /**
   * Spark's number of the last batch of a stream that {@link #finished} was told; empty if the
   * ledger does not know the stream, or knows a later one of the same source.
   *
   * @param stream Spark's id of the query, which its checkpoint keeps
   */
  public synchronized OptionalLong lastFinished(BatchSource source, UUID stream) {
    return asked(
        "Cannot read how far the stream has come",
        connection -> ledger.lastFinished(connection, source, stream));
  }

  /**
   * Remembers that all records of a stream up to the end of a batch are dealt with. Saying so twice
   * changes nothing.
   */
  public synchronized void finished(BatchSource source, UUID stream, long sparkBatchId) {
    asked(
        "Cannot remember how far the stream has come",
        connection -> {
          ledger.finished(connection, source, stream, sparkBatchId);
          return null;
        });
  }

  /** The last batch of the pipeline that the ledger knows. */
  public synchronized OptionalLong lastBatch() {
    return asked("Cannot read the last batch", silver::lastBatch);
  }

  /** Committed batches whose silver rows are not known to be written, in their order. */
  public synchronized List<PendingSilver> pendingSilver() {
    return asked("Cannot read which batches lack silver", silver::pending);
  }

  /**
   * The records of a batch that were quarantined; those that it held are not among its {@link
   * PendingSilver} offsets.
   */
  public synchronized Set<Coordinates> refused(long batchId) {
    return asked(
        "Cannot read what a batch refused", connection -> silver.refused(connection, batchId));
  }

  /** Remembers that the batch has its silver rows. */
  public synchronized void silverWritten(long batchId) {
    asked(
        "Cannot remember that a batch has its silver rows",
        connection -> {
          silver.written(connection, batchId);
          return null;
        });
  }

  /** Whether the connection works; asks the server. */
  public synchronized boolean isConnected() {
    return session.isConnected();
  }

  /**
   * Connects again and takes the lock again. Staging is made anew: a crash of the server empties
   * it.
   *
   * @throws AssayException (USER) if another run has taken this one's place; (EXTERNAL) if the
   *     server is not back yet
   */
  public synchronized void reconnect() {
    try {
      session.abandon();
      session = new RunSession(connector, staging().applicationName());
      lock.take(session.connection());
      run.requireRunning(session.connection());
      createStaging();
      prepareBatches();
    } catch (SQLException e) {
      throw connector.failure("Cannot connect again", e);
    }
  }

  /**
   * Cuts the connection, without waiting for what goes on there: that fails, and is rolled back.
   */
  public void abort() {
    try {
      session.abandon();
    } catch (SQLException e) {
      throw connector.failure("Cannot cut the connection", e);
    }
  }

  /** Says that the run ends because it failed; {@link #close()} then records that. */
  public synchronized void fail() {
    failed = true;
  }

  /**
   * Drops staging, ends the run and gives the lock back. A lost connection leaves that to the next
   * run.
   */
  @Override
  public synchronized void close() {
    staging().closeKeptSessions();
    try (RunSession ending = session) {
      if (ending.isConnected()) {
        dropStaging(ending);
        run.end(ending.connection(), failed ? "failed" : "stopped");
      }
    } catch (SQLException e) {
      throw connector.failure("Cannot end the run in order", e);
    }
  }

  private void begin() throws SQLException {
    run.begin(session.connection());
    createStaging();
    prepareBatches();
  }

  private void createStaging() throws SQLException {
    for (StagingLayout layout : staging.values()) {
      session.createStaging(layout);
    }
  }

  private void dropStaging(RunSession from) throws SQLException {
    for (StagingLayout layout : staging.values()) {
      from.dropStaging(layout);
    }
  }

  /**
   * Tables that are about to change are changed for the time of asking, so that what cannot be done
   * shows before anything is read.
   */
  private void prepareBatches() throws SQLException {
    BatchTransaction any = batches.get(StagingArea.FIRST); // they differ in staging only
    any.prepare(session.connection());
    session.rolledBack(
        connection -> {
          any.rehearse(connection);
          return null;
        });
  }

  /** Closes what opening has begun, and keeps its failure. */
  private void abandon(Exception failure) {
    try {
      fail();
      close();
    } catch (AssayException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Empties the staging tables of a batch that is committed. Should it fail, that changes nothing:
   * no later batch names the attempts of the rows that stay, and the next one empties the tables
   * again. A lost connection shows at the next statement.
   */
  private void clear(List<String> tables) {
    try {
      session.truncate(tables);
    } catch (SQLException e) {
      LOG.log(
          Level.WARNING,
          connector.failure("Staging stays full until the next batch", e).getMessage());
    }
  }

  private <T> T asked(String what, RunSession.Work<T> work) {
    try {
      return work.run(session.connection());
    } catch (SQLException e) {
      throw connector.failure(what, e);
    }
  }
}
