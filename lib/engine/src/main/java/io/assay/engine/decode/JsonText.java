package io.assay.engine.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One JSON text, kept to the letter, that PostgreSQL's {@code jsonb} can hold: no U+0000, no lone
 * surrogates, no name twice in one object (jsonb would drop the first), no numbers beyond {@code
 * numeric} (131072 digits before the point, 16383 after it).
 */
final class JsonText implements TextType {
  private static final int MAX_WHOLE_DIGITS = 131072;
  private static final int MAX_FRACTION_DIGITS = 16383;

  @Override
  public Object read(String text) {
    try (JsonParser parser = Json.parser(text)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return Refusal.type("is no JSON text: it is empty");
      }
      int depth = 0;
      do {
        Refusal refusal = refusal(parser, token);
        if (refusal != null) {
          return refusal;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        token = parser.nextToken();
      } while (token != null && depth > 0);
      return token == null
          ? UTF8String.fromString(text)
          : Refusal.type("is no JSON text: something follows its end");
    } catch (JsonProcessingException e) {
      return Refusal.type("is no JSON text: " + Json.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: the text is in memory
    }
  }

  private static Refusal refusal(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case FIELD_NAME, VALUE_STRING -> PlainText.refusal(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numberRefusal(parser.getText());
      default -> null;
    };
  }

  private static Refusal numberRefusal(String number) {
    // Short and without an exponent: no need to look.
    if (number.length() <= 100 && number.indexOf('e') < 0 && number.indexOf('E') < 0) {
      return null;
    }
    boolean fits;
    try {
      BigDecimal value = number.length() > MAX_WHOLE_DIGITS ? null : new BigDecimal(number);
      fits =
          value != null
              && (long) value.precision() - value.scale() <= MAX_WHOLE_DIGITS
              && value.scale() <= MAX_FRACTION_DIGITS;
    } catch (NumberFormatException e) { // an exponent beyond 32 bits
      fits = false;
    }
    return fits ? null : Refusal.type("holds a number that PostgreSQL's jsonb cannot store");
  }

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
  }
}
