package io.assay.postgres.staging;

import io.assay.model.Table.Keep;
import io.assay.postgres.Coordinates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one dimension that a task attempt has made and not yet sent: of each key, the one
 * version that the merge would keep of those that stand in one partition. Keys are told apart by
 * their bytes; those that differ in bytes and are equal to PostgreSQL are left to the merge.
 *
 * <p>For each row: {@link #key} and the key's columns; {@link #begins} and, if it does, the rest of
 * the row's columns to {@link #row}. Not safe for use by several threads.
 */
public final class DimensionRows {
  /** What it may hold; then it is sent. Keeps a task's memory small. */
  private static final int MOST_ROWS = 1 << 15;

  private static final int MOST_BYTES = 1 << 23;

  /** Fewer rows for each one that is sent are not worth the search. */
  private static final int LEAST_SAVED = 2;

  private final Map<ByteBuffer, Held> held = new HashMap<>();
  private final CopyBuffer target;
  private final CopyBuffer keyBuffer;
  private final CopyBuffer rowBuffer;
  private final Keep keep;
  private Held begun;
  private long bytes;
  private long offered;
  private boolean collecting = true;

  /** A version of a row. */
  private static final class Held {
    private long[] version;
    private byte[] row = new byte[0];
    private int length;
  }

  /**
   * For one staging table.
   *
   * @param key its key columns
   * @param keep which version of a row stays
   * @param target takes the rows that are sent
   */
  DimensionRows(StagingTable table, List<String> key, Keep keep, CopyBuffer target) {
    this.keep = keep;
    this.target = target;
    this.rowBuffer = new CopyBuffer(table, 1 << 10);
    List<StagedColumn> columns = new ArrayList<>();
    for (String name : key) {
      columns.add(
          table.columns().stream()
              .filter(column -> column.name().equals(name))
              .findFirst()
              .orElseThrow());
    }
    columns.addAll(StagingColumns.PARTITION);
    this.keyBuffer = new CopyBuffer(new StagingTable(table.name(), table.purpose(), columns), 256);
  }

  /** Whether enough rows have had the key of another one; if not, each is better sent as it is. */
  public boolean isWorthwhile() {
    return collecting;
  }

  /** Begins a row: its key columns have to be written, in their order. */
  public CopyBuffer key() {
    takeRow();
    keyBuffer.clear();
    return keyBuffer.row();
  }

  /**
   * Whether the row, whose key is written, is to be written to {@link #row}.
   *
   * @param version of the row among those with its key in its partition: the greater is newer,
   *     number by number
   */
  public boolean begins(long[] version, Coordinates coordinates) {
    keyBuffer.text(coordinates.topic()).int4(coordinates.partition());
    offered++;
    ByteBuffer key = ByteBuffer.wrap(keyBuffer.complete(), 0, keyBuffer.size());
    Held known = held.get(key);
    if (known == null) {
      known = new Held();
      byte[] copy = Arrays.copyOf(key.array(), key.limit());
      held.put(ByteBuffer.wrap(copy), known);
      bytes += copy.length;
    } else if (!wins(version, known.version)) {
      return false;
    }
    known.version = version;
    begun = known;
    rowBuffer.clear();
    return true;
  }

  /** Takes the columns of the row that has begun, from its first. */
  CopyBuffer row() {
    return rowBuffer.row();
  }

  /** Whether so much is held that it should be sent. */
  boolean isFull() {
    return held.size() >= MOST_ROWS || bytes >= MOST_BYTES;
  }

  /** Gives what is held to the buffer of the table. */
  void send(Runnable flushIfLarge) {
    takeRow();
    collecting = offered >= (long) LEAST_SAVED * held.size();
    for (Held row : held.values()) {
      flushIfLarge.run();
      target.completeRow(row.row, row.length);
    }
    held.clear();
    bytes = 0;
    offered = 0;
  }

  private boolean wins(long[] version, long[] known) {
    int order = Arrays.compare(version, known);
    return keep == Keep.FIRST ? order < 0 : order > 0;
  }

  /** The row that has begun is complete. */
  private void takeRow() {
    if (begun == null) {
      return;
    }
    int length = rowBuffer.rowLength();
    bytes += length - begun.length;
    if (length > begun.row.length) {
      begun.row = new byte[length];
    }
    rowBuffer.copyRow(begun.row);
    begun.length = length;
    begun = null;
  }
}
