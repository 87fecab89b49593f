package io.assay.postgres.staging;

import io.assay.model.AssayException;
import java.math.BigDecimal;
import java.util.List;

/**
 * Rows of one staging table in PostgreSQL's binary COPY format (<a
 * href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, "Binary Format"</a>).
 *
 * <p>A row is begun, then each column is written in order, by the method of its type or by {@link
 * #nul()}. A row with a column too few or too many, or with a value of another type than its
 * column's, is refused (INTERNAL). So is a value that PostgreSQL cannot store (DATA); another one,
 * or {@link #nul()}, may then take its place. Not safe for use by several threads.
 */
public final class CopyBuffer {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int NULL = -1;
  private static final int TRAILER = -1;
  private static final int JSONB_VERSION = 1;

  private final String table;
  private final List<StagedColumn> columns;
  private final WireType[] types;
  private final boolean[] arrays;
  private final Bytes bytes;
  private final int headerLength;
  private int column;
  private int arrayStart;
  private int elementsLeft;
  private int rows;
  private int written;

  CopyBuffer(StagingTable table, int initialSize) {
    this.table = table.name();
    this.columns = table.columns();
    this.types = columns.stream().map(WireType::of).toArray(WireType[]::new);
    this.arrays = new boolean[types.length];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = columns.get(i).isArray();
    }
    this.column = types.length;
    this.bytes = new Bytes(initialSize);
    bytes.append(SIGNATURE, 0, SIGNATURE.length);
    bytes.int4(0);
    bytes.int4(0);
    this.headerLength = bytes.length();
    this.written = headerLength;
  }

  /** The column is empty. */
  public CopyBuffer nul() {
    requireRoom();
    bytes.int4(NULL);
    return done();
  }

  public CopyBuffer int2(short value) {
    begin(WireType.INT2, 2);
    bytes.int2(value);
    return done();
  }

  public CopyBuffer int4(int value) {
    begin(WireType.INT4, 4);
    bytes.int4(value);
    return done();
  }

  public CopyBuffer int8(long value) {
    begin(WireType.INT8, 8);
    bytes.int8(value);
    return done();
  }

  public CopyBuffer float8(double value) {
    begin(WireType.FLOAT8, 8);
    bytes.int8(Double.doubleToLongBits(value));
    return done();
  }

  public CopyBuffer bool(boolean value) {
    begin(WireType.BOOL, 1);
    bytes.int1(value ? 1 : 0);
    return done();
  }

  /** Text that is UTF-8 already. */
  public CopyBuffer text(byte[] utf8, int offset, int length) {
    begin(WireType.TEXT, length);
    Utf8.append(utf8, offset, length, bytes);
    return done();
  }

  public CopyBuffer text(String value) {
    int start = begin(WireType.TEXT);
    Utf8.append(value, bytes);
    return end(start);
  }

  public CopyBuffer bytes(byte[] value) {
    begin(WireType.BYTEA, value.length);
    bytes.append(value, 0, value.length);
    return done();
  }

  /** A date as days since 1970-01-01. */
  public CopyBuffer date(int epochDay) {
    begin(WireType.DATE, 4);
    bytes.int4(BinaryTime.date(epochDay));
    return done();
  }

  /** A moment as microseconds since 1970-01-01 00:00 UTC. */
  public CopyBuffer timestamp(long epochMicros) {
    begin(WireType.TIMESTAMP, 8);
    bytes.int8(BinaryTime.timestamp(epochMicros));
    return done();
  }

  public CopyBuffer numeric(BigDecimal value) {
    int start = begin(WireType.NUMERIC);
    BinaryNumeric.append(value, bytes);
    return end(start);
  }

  public CopyBuffer uuid(String value) {
    int start = begin(WireType.UUID);
    BinaryUuid.append(value, bytes);
    return end(start);
  }

  /** JSON text; the server checks that it is. */
  public CopyBuffer jsonb(String json) {
    int start = begin(WireType.JSONB);
    bytes.int1(JSONB_VERSION);
    Utf8.append(json, bytes);
    return end(start);
  }

  /**
   * Begins a one-dimensional array: as many values follow, each written by the method of its type
   * or by {@link #nul()}.
   */
  public CopyBuffer array(int size) {
    requireRoom();
    if (!arrays[column] || elementsLeft > 0) {
      throw refused(
          "an array was written to the column %s, which is %s"
              .formatted(columns.get(column).name(), columns.get(column).type()));
    }
    arrayStart = open();
    bytes.int4(size == 0 ? 0 : 1);
    bytes.int4(1); // some may be null
    bytes.int4(types[column].oid());
    if (size == 0) {
      return end(arrayStart);
    }
    bytes.int4(size);
    bytes.int4(1);
    elementsLeft = size;
    written = bytes.length();
    return this;
  }

  /** An array of texts; they may be null. */
  public CopyBuffer textArray(List<String> values) {
    array(values.size());
    for (String value : values) {
      if (value == null) {
        nul();
      } else {
        text(value);
      }
    }
    return this;
  }

  /** An array of bytes; they may be null. */
  public CopyBuffer bytesArray(List<byte[]> values) {
    array(values.size());
    for (byte[] value : values) {
      if (value == null) {
        nul();
      } else {
        bytes(value);
      }
    }
    return this;
  }

  /** Begins a row; the one before must be complete. */
  CopyBuffer row() {
    requireComplete();
    column = 0;
    rows++;
    bytes.int2(types.length);
    written = bytes.length();
    return this;
  }

  /** Adds a row that another buffer of the same table has made: that many bytes of the array. */
  void completeRow(byte[] row, int length) {
    requireComplete();
    rows++;
    bytes.append(row, 0, length);
    written = bytes.length();
  }

  /** The length of the one row that there is, which is complete. */
  int rowLength() {
    requireComplete();
    return bytes.length() - headerLength;
  }

  /** Copies the one row that there is. */
  void copyRow(byte[] target) {
    System.arraycopy(bytes.array(), headerLength, target, 0, rowLength());
  }

  boolean hasRows() {
    return rows > 0;
  }

  int size() {
    return bytes.length();
  }

  /**
   * The bytes of a whole COPY; {@link #size()} of the array's bytes count. The buffer takes no more
   * rows until it is cleared.
   */
  byte[] complete() {
    requireComplete();
    bytes.int2(TRAILER);
    return bytes.array();
  }

  /** Forgets all rows. */
  void clear() {
    bytes.release(headerLength);
    rows = 0;
    elementsLeft = 0;
    column = types.length;
    written = headerLength;
  }

  private int begin(WireType type) {
    accept(type);
    return open();
  }

  private void begin(WireType type, int length) {
    accept(type);
    bytes.int4(length);
  }

  private CopyBuffer end(int start) {
    close(start);
    return done();
  }

  /** Only now does the value count. */
  private CopyBuffer done() {
    if (elementsLeft > 1) {
      elementsLeft--;
    } else {
      if (elementsLeft == 1) {
        elementsLeft = 0;
        close(arrayStart);
      }
      column++;
    }
    written = bytes.length();
    return this;
  }

  /** Leaves room for a length that is not yet known. */
  private int open() {
    return bytes.claim(4);
  }

  private void close(int lengthAt) {
    bytes.int4At(lengthAt, bytes.length() - lengthAt - 4);
  }

  private void accept(WireType type) {
    requireRoom();
    if (types[column] != type || (arrays[column] && elementsLeft == 0)) {
      throw refused(
          "a value of the type %s was written to the column %s, which is %s"
              .formatted(type, columns.get(column).name(), columns.get(column).type()));
    }
  }

  private void requireRoom() {
    if (column >= types.length) {
      throw refused("a row has more than its %d columns".formatted(types.length));
    }
    bytes.cut(written); // what is left of a value that was refused
  }

  private void requireComplete() {
    if (column < types.length) {
      throw refused(
          "a row has %d of %d columns; %s comes next"
              .formatted(column, types.length, columns.get(column).name()));
    }
  }

  private AssayException refused(String why) {
    return new AssayException(
        AssayException.Kind.INTERNAL,
        "Cannot stage a row for %s: %s. This is a fault of the suite: report it with the stack trace"
            .formatted(table, why));
  }
}
