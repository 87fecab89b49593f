package io.assay.engine.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * JSON exactly as RFC 8259 has it: Jackson's parser without leniencies, with bounds, and with
 * unique names.
 */
final class Json {
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

  static JsonParser parser(byte[] utf8) throws IOException {
    return FACTORY.createParser(utf8);
  }

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** Jackson's reason, with the place. */
  static String reason(JsonProcessingException e) {
    String reason = SOURCE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("[");
    return e.getLocation() == null
        ? reason
        : reason
            + " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }
}
