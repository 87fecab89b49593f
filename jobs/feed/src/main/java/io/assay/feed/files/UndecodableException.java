package io.assay.feed.files;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HexFormat;

/** Bytes that are no text in the file's encoding. */
final class UndecodableException extends IOException {
  private static final long serialVersionUID = 1L;

  UndecodableException(long line, long offset, byte[] bytes, Charset encoding) {
    super(
        "line %d, byte offset %d: the bytes %s are no text in %s"
            .formatted(line, offset, HexFormat.ofDelimiter(" ").formatHex(bytes), encoding.name()));
  }
}
