package io.assay.feed.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a file begins with if it says itself how it is encoded. */
record ByteOrderMark(Charset encoding, byte[] bytes) {
  private static final List<ByteOrderMark> ALL =
      List.of(
          of(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
          of(Charset.forName("UTF-32LE"), 0xff, 0xfe, 0, 0),
          of(Charset.forName("UTF-32BE"), 0, 0, 0xfe, 0xff),
          of(StandardCharsets.UTF_16LE, 0xff, 0xfe),
          of(StandardCharsets.UTF_16BE, 0xfe, 0xff));

  /** The mark at the beginning of the file. */
  static Optional<ByteOrderMark> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return ALL.stream().filter(mark -> mark.begins(start)).findFirst();
    }
  }

  int length() {
    return bytes.length;
  }

  private boolean begins(byte[] start) {
    return start.length >= bytes.length
        && Arrays.equals(start, 0, bytes.length, bytes, 0, bytes.length);
  }

  private static ByteOrderMark of(Charset encoding, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new ByteOrderMark(encoding, bytes);
  }
}
