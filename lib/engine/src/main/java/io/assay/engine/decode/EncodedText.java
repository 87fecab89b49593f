package io.assay.engine.decode;

import io.assay.model.Format.Encoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Bytes of a declared encoding as text; nothing is replaced. */
public final class EncodedText {
  private EncodedText() {}

  /**
   * The text, without a byte order mark.
   *
   * @throws Undecodable if some bytes are no characters in the encoding
   */
  public static String decode(byte[] bytes, Encoding encoding) throws Undecodable {
    if (encoding == Encoding.UTF_8) {
      String text = Utf8.text(bytes);
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
    CharsetDecoder decoder =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * decoder.maxCharsPerByte()));
    CoderResult result = decoder.decode(in, out, true);
    if (result.isUnderflow()) {
      result = decoder.flush(out);
    }
    if (result.isError()) {
      throw new Undecodable(
          String.format(
              "no %s: byte 0x%02x at position %d",
              encoding.label(), bytes[in.position()], in.position()));
    }
    return out.flip().toString();
  }
}
