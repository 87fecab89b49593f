package io.assay.postgres.staging;

import io.assay.model.Table.Keep;
import io.assay.postgres.Coordinates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Streams the rows of one task attempt into the staging tables of its run. Every row carries the
 * attempt, so what an attempt that failed has left there is never merged; and what was not flushed
 * when the writer is closed is never seen.
 *
 * <p>Has a connection from the first flush on: one that a task before it in this JVM has left, or a
 * new one. Not safe for use by several threads.
 */
public final class StagingWriter implements AutoCloseable {
  /** A table's rows are sent when they take more than this. */
  static final int FLUSH_SIZE = 1 << 20;

  private static final int INITIAL_SIZE = 1 << 16;

  private final StagingLayout layout;
  private final long attempt;
  private final CopyBuffer[] buffers;
  private final boolean[] timed;
  private final DimensionRows[] dimensions;
  private Connection connection;
  private boolean finished;

  /**
   * A writer for one task attempt.
   *
   * @param attempt unique in the application
   */
  public StagingWriter(StagingLayout layout, long attempt) {
    this.layout = layout;
    this.attempt = attempt;
    List<StagingTable> tables = layout.tables();
    this.buffers = new CopyBuffer[tables.size()];
    this.timed = new boolean[tables.size()];
    this.dimensions = new DimensionRows[tables.size()];
    for (int table = 0; table < timed.length; table++) {
      timed[table] = tables.get(table).isTimed();
    }
  }

  /**
   * Begins a row: the attempt and the coordinates (with the timestamp, where the table has it) are
   * written, the other columns are the caller's to write.
   *
   * @param table a number that the layout gave
   * @throws io.assay.model.AssayException (INTERNAL) if the row before it in the same table is not
   *     complete; (EXTERNAL, DATA) if a flush was due and failed
   */
  public CopyBuffer row(int table, Coordinates coordinates) {
    requireOpen();
    CopyBuffer buffer = buffer(table);
    flushIfLarge(table);
    return begin(table, buffer.row(), coordinates);
  }

  /**
   * What is held of a dimension.
   *
   * @param table a number that the layout gave; the same in every call with the same key and rule
   * @param key its key columns
   * @param keep which version of a row stays
   * @throws io.assay.model.AssayException (EXTERNAL, DATA) if a flush was due and failed
   */
  public DimensionRows dimension(int table, List<String> key, Keep keep) {
    requireOpen();
    if (dimensions[table] == null) {
      dimensions[table] = new DimensionRows(layout.table(table), key, keep, buffer(table));
    } else if (dimensions[table].isFull()) {
      dimensions[table].send(() -> flushIfLarge(table));
    }
    return dimensions[table];
  }

  /** As {@link #row}, of a row that {@link DimensionRows#begins}. */
  public CopyBuffer dimensionRow(int table, Coordinates coordinates) {
    return begin(table, dimensions[table].row(), coordinates);
  }

  private CopyBuffer begin(int table, CopyBuffer row, Coordinates coordinates) {
    row.int8(attempt)
        .text(coordinates.topic())
        .int4(coordinates.partition())
        .int8(coordinates.offset());
    return timed[table] ? row.timestamp(coordinates.timestampMicros()) : row;
  }

  private CopyBuffer buffer(int table) {
    if (buffers[table] == null) {
      buffers[table] = new CopyBuffer(layout.table(table), INITIAL_SIZE);
    }
    return buffers[table];
  }

  /** Sends what is not yet sent. No row may follow. */
  public void finish() {
    requireOpen();
    for (int table = 0; table < buffers.length; table++) {
      if (dimensions[table] != null) {
        int of = table;
        dimensions[table].send(() -> flushIfLarge(of));
      }
      if (buffers[table] != null && buffers[table].hasRows()) {
        flush(table);
      }
    }
    finished = true;
  }

  /**
   * Leaves the connection to the next task if all was sent, or else closes it; rows that were not
   * sent are dropped.
   */
  @Override
  public void close() {
    boolean complete = finished;
    finished = true;
    if (connection != null && complete) {
      KeptSessions.giveBack(layout, connection);
      connection = null;
    }
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw layout.connector().failure("Cannot close the staging connection", e);
      } finally {
        connection = null;
      }
    }
  }

  private void flushIfLarge(int table) {
    if (buffers[table].size() > FLUSH_SIZE) {
      flush(table);
    }
  }

  private void flush(int table) {
    if (connection == null) {
      connection = KeptSessions.take(layout);
    }
    CopyBuffer buffer = buffers[table];
    byte[] bytes = buffer.complete();
    try {
      send(layout.table(table).copy(), bytes, buffer.size());
    } catch (SQLException e) {
      abandon(e);
      String what =
          "Cannot stage rows of the attempt %d (%s)"
              .formatted(attempt, layout.table(table).purpose());
      throw layout.connector().failure(what, e);
    }
    buffer.clear();
  }

  /** Ends the writer after a failure, so that no row follows those that are lost. */
  private void abandon(SQLException failure) {
    finished = true;
    try {
      connection.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    connection = null;
  }

  private void send(String sql, byte[] bytes, int length) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      copy.writeToCopy(bytes, 0, length);
      copy.endCopy();
    } catch (SQLException e) {
      cancel(copy, e);
      throw e;
    }
  }

  private static void cancel(CopyIn copy, SQLException failure) {
    if (copy.isActive()) {
      try {
        copy.cancelCopy();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private void requireOpen() {
    if (finished) {
      throw new IllegalStateException(
          "The staging writer of the attempt " + attempt + " has ended");
    }
  }
}
