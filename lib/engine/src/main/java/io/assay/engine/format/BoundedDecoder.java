package io.assay.engine.format;

import static io.assay.engine.decode.Utf8.firstInvalid;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from bytes that may be anything: no length is believed that the
 * bytes cannot hold, so that a few broken bytes take neither all memory nor all time.
 *
 * <p>Avro's own decoder (1.12) makes room for a length before it looks for the bytes. Its limits,
 * the system properties {@code org.apache.avro.limits.*}, do not do instead: they are numbers for a
 * whole JVM, and so for Spark's readers too, which are fixed when the first decoder is made; one
 * that lets a text of some megabytes pass allows each element of an array to claim as much; and
 * elements that take no bytes are counted for each array, not for the datum. Nor does it tell what
 * is no UTF-8, or no boolean: the one is read with replacement characters, the other as false.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">the
 *     encoding</a>
 */
final class BoundedDecoder extends Decoder {
  /** Elements that take no bytes (nulls, empty records) in one datum. */
  private static final int MOST_EMPTY_ELEMENTS = 100_000;

  private final byte[] bytes;
  private int at;
  private long elementsLeft;

  /**
   * Begins to read.
   *
   * @param start where the datum begins
   */
  BoundedDecoder(byte[] bytes, int start) {
    this.bytes = bytes;
    this.at = start;
    this.elementsLeft = (long) bytes.length - start + MOST_EMPTY_ELEMENTS;
  }

  /** How many bytes have not been read. */
  int remaining() {
    return bytes.length - at;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    byte value = bytes[take(1)];
    if (value != 0 && value != 1) {
      throw new AvroRuntimeException("a boolean is the byte " + value);
    }
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new AvroRuntimeException("an int is " + value);
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = bytes[take(1)];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new AvroRuntimeException("a long has more than ten bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return ByteBuffer.wrap(bytes, take(Float.BYTES), Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return ByteBuffer.wrap(bytes, take(Double.BYTES), Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getDouble();
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = length();
    int start = take(length);
    byte[] text = Arrays.copyOfRange(bytes, start, start + length);
    int invalid = firstInvalid(text);
    if (invalid >= 0) {
      throw new AvroRuntimeException("a string is no UTF-8 at its byte " + invalid);
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    take(length());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    int length = length();
    int start = take(length);
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
  }

  @Override
  public void skipBytes() throws IOException {
    take(length());
  }

  @Override
  public void readFixed(byte[] into, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), into, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return block();
  }

  @Override
  public long arrayNext() throws IOException {
    return block();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return block();
  }

  @Override
  public long mapNext() throws IOException {
    return block();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  /** How many elements follow; a negative count has the size of the block behind it. */
  private long block() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    return counted(count);
  }

  /** Skips blocks whose size is known; gives the number of elements that have to be read. */
  private long skipBlocks() throws IOException {
    while (true) {
      long count = readLong();
      if (count >= 0) {
        return counted(count);
      }
      take(length());
    }
  }

  private long counted(long count) {
    elementsLeft -= count;
    if (count < 0 || elementsLeft < 0) {
      throw new AvroRuntimeException("an array or map has more elements than bytes");
    }
    return count;
  }

  private int length() throws IOException {
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw new AvroRuntimeException(
          "a length of " + length + " where " + remaining() + " bytes are left");
    }
    return (int) length;
  }

  private int take(int length) throws EOFException {
    if (length > remaining()) {
      throw new EOFException("the bytes end in the middle of a value");
    }
    int start = at;
    at += length;
    return start;
  }
}
