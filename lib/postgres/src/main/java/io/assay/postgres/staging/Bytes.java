package io.assay.postgres.staging;

import io.assay.model.AssayException;
import java.util.Arrays;

/** Bytes that grow at the end, in network order. */
final class Bytes {
  /** The largest array that every JVM can make. */
  private static final long LIMIT = Integer.MAX_VALUE - 8L;

  private final int initial;
  private byte[] array;
  private int length;

  Bytes(int initial) {
    this.initial = initial;
    this.array = new byte[initial];
  }

  int length() {
    return length;
  }

  byte[] array() {
    return array;
  }

  /** Forgets everything behind a position. */
  void cut(int position) {
    length = position;
  }

  /** Forgets everything behind a position, and gives back the room that large rows took. */
  void release(int position) {
    length = position;
    if (array.length > 4 * initial && position <= initial) {
      array = Arrays.copyOf(array, initial);
    }
  }

  /** Makes room and returns where it begins. */
  int claim(long size) {
    int start = length;
    long needed = length + size;
    if (needed > array.length) {
      grow(needed);
    }
    length = (int) needed;
    return start;
  }

  void int1(int value) {
    int at = claim(1);
    array[at] = (byte) value;
  }

  void int2(int value) {
    int at = claim(2);
    array[at] = (byte) (value >>> 8);
    array[at + 1] = (byte) value;
  }

  void int4(int value) {
    int4At(claim(4), value);
  }

  void int8(long value) {
    int at = claim(8);
    int4At(at, (int) (value >>> 32));
    int4At(at + 4, (int) value);
  }

  void int4At(int at, int value) {
    array[at] = (byte) (value >>> 24);
    array[at + 1] = (byte) (value >>> 16);
    array[at + 2] = (byte) (value >>> 8);
    array[at + 3] = (byte) value;
  }

  void append(byte[] from, int offset, int size) {
    int at = claim(size);
    System.arraycopy(from, offset, array, at, size);
  }

  private void grow(long needed) {
    if (needed > LIMIT) {
      throw new AssayException(
          AssayException.Kind.DATA,
          "Cannot stage a row of more than 2 GB. Filter such records, or leave the field out");
    }
    array = Arrays.copyOf(array, (int) Math.min(LIMIT, Math.max(needed, array.length * 2L)));
  }
}
