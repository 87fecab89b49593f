package io.assay.engine.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /**
   * The text of the bytes.
   *
   * @throws Undecodable if they are no UTF-8
   */
  public static String text(byte[] bytes) throws Undecodable {
    int invalid = firstInvalid(bytes);
    if (invalid >= 0) {
      throw undecodable(bytes, invalid);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What is said about a byte that does not belong there. */
  public static Undecodable undecodable(byte[] bytes, int at) {
    return new Undecodable(String.format("no UTF-8: byte 0x%02x at position %d", bytes[at], at));
  }

  /**
   * Position of the first byte that does not belong there (that of a cut-off sequence: its first
   * byte), or -1.
   */
  public static int firstInvalid(byte[] bytes) {
    int length = bytes.length;
    int i = 0;
    while (i < length) {
      while (i + 8 <= length && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
        i += 8;
      }
      if (i >= length) {
        break;
      }
      int first = bytes[i] & 0xff;
      if (first < 0x80) {
        i++;
        continue;
      }
      int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
      if (size == 0 || i + size > length) {
        return i;
      }
      int second = bytes[i + 1] & 0xff;
      int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
      int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
      if (second < least || second > most) {
        return i;
      }
      for (int next = 2; next < size; next++) {
        if ((bytes[i + next] & 0xc0) != 0x80) {
          return i;
        }
      }
      i += size;
    }
    return -1;
  }
}
