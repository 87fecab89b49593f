package io.assay.feed.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Decodes a file without ever replacing a byte: bytes that are no text in the encoding end the
 * reading with an {@link UndecodableException} that says where they stand. On the way it takes the
 * file's SHA-256. For one thread.
 */
final class DecodingReader extends Reader {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final MessageDigest digest = sha256();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES).limit(0);
  private final LineCount lines = new LineCount();
  private long bytesRead;
  private boolean endOfBytes;
  private boolean flushed;

  /**
   * A reader of the whole stream.
   *
   * @param skip bytes of the byte order mark: part of the SHA-256, not of the text
   */
  DecodingReader(InputStream in, Charset encoding, int skip) throws IOException {
    this.in = in;
    this.decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    byte[] mark = in.readNBytes(skip);
    digest.update(mark);
    bytesRead = mark.length;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (flushed) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  /** SHA-256 of the file in lower-case hexadecimal; to be asked once, when everything was read. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void decode() throws IOException {
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, endOfBytes);
    if (result.isUnderflow() && endOfBytes) {
      result = decoder.flush(chars);
      flushed = result.isUnderflow();
    } else if (result.isUnderflow()) {
      fill();
    }
    chars.flip();
    lines.add(chars);
    if (result.isError()) {
      throw new UndecodableException(
          lines.current(),
          bytesRead - bytes.remaining(),
          undecodable(result.length()),
          decoder.charset());
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      endOfBytes = true;
    } else {
      digest.update(bytes.array(), bytes.position(), count);
      bytes.position(bytes.position() + count);
      bytesRead += count;
    }
    bytes.flip();
  }

  private byte[] undecodable(int length) {
    byte[] shown = new byte[Math.min(length, bytes.remaining())];
    bytes.duplicate().get(shown);
    return shown;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Counts lines that end with a line feed, a carriage return, or both. */
  private static final class LineCount {
    private long ended;
    private boolean afterCarriageReturn;

    void add(CharBuffer text) {
      for (int i = text.position(); i < text.limit(); i++) {
        char c = text.get(i);
        if (c == '\r' || (c == '\n' && !afterCarriageReturn)) {
          ended++;
        }
        afterCarriageReturn = c == '\r';
      }
    }

    long current() {
      return ended + 1;
    }
  }
}
