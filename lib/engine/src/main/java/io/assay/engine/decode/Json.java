package io.assay.engine.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * JSON exactly as RFC 8259 has it: Jackson's parser without leniencies, with bounds, and with
 * unique names.
 */
public final class Json {
  /** How deep objects and arrays may be nested. */
  static final int MAX_DEPTH = 1000;

  // Thread-safe; shared so that the table of names, once warm, serves every task of the JVM.
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE) // numbers stay text
                  .maxStringLength(Integer.MAX_VALUE) // Kafka bounds the record
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; ");

  private Json() {}

  /** Reads bytes that are UTF-8. */
  public static JsonParser parser(byte[] utf8) throws IOException {
    return FACTORY.createParser(utf8);
  }

  /** Reads some of the bytes, which are UTF-8. */
  public static JsonParser parser(byte[] utf8, int start, int length) throws IOException {
    return FACTORY.createParser(utf8, start, length);
  }

  /** Writes UTF-8. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /**
   * The bytes of a JSON text, without a byte order mark.
   *
   * @throws Undecodable if they are no UTF-8, or begin with zeros: Jackson takes a zero among the
   *     first four bytes for UTF-16 or UTF-32; in UTF-8 it is a character that JSON forbids
   */
  public static byte[] text(byte[] value) throws Undecodable {
    int invalid = Utf8.firstInvalid(value);
    if (invalid >= 0) {
      throw Utf8.undecodable(value, invalid);
    }
    boolean mark =
        value.length >= 3
            && value[0] == (byte) 0xef
            && value[1] == (byte) 0xbb
            && value[2] == (byte) 0xbf;
    byte[] bytes = mark ? Arrays.copyOfRange(value, 3, value.length) : value;
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        throw new Undecodable("the value is no JSON: the character U+0000 at byte " + i);
      }
    }
    return bytes;
  }

  /** Reads a text. */
  public static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** Jackson's reason, with the place. */
  public static String reason(JsonProcessingException e) {
    String reason = message(e);
    return e.getLocation() == null
        ? reason
        : reason
            + " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  /** Jackson's reason, without the place. */
  public static String message(JsonProcessingException e) {
    return SOURCE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("[");
  }
}
