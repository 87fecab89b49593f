package io.assay.engine.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;
import io.assay.model.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON objects, one in each line: the list {@code _lines}, each object to the letter. Blank lines
 * are passed over.
 *
 * @see <a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>
 */
final class NdjsonTranslator implements ValueTranslator {
  private static final byte[] HEAD =
      ("{\"" + Format.Ndjson.LINES + "\":[").getBytes(StandardCharsets.UTF_8);
  private static final byte[] TAIL = "]}".getBytes(StandardCharsets.UTF_8);

  @Override
  public void translate(byte[] bytes, Translation into) throws Undecodable {
    byte[] text = Json.text(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 16);
    out.writeBytes(HEAD);
    int number = 1;
    boolean first = true;
    for (int start = 0; start < text.length; number++) {
      int end = endOfLine(text, start);
      if (!isBlank(text, start, end)) {
        check(text, start, end, number);
        if (!first) {
          out.write(',');
        }
        out.write(text, start, end - start);
        first = false;
      }
      start = end + 1;
    }
    out.writeBytes(TAIL);
    into.json(out.toByteArray());
  }

  private static void check(byte[] text, int start, int end, int line) throws Undecodable {
    try (JsonParser parser = Json.parser(text, start, end - start)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Undecodable("line " + line + " is no JSON object");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new Undecodable("something follows the JSON object in line " + line);
      }
    } catch (JsonProcessingException e) {
      throw new Undecodable(
          "line "
              + line
              + " is no JSON: "
              + Json.message(e)
              + (e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")"));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: the bytes are in memory
    }
  }

  private static int endOfLine(byte[] text, int start) {
    int end = start;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
