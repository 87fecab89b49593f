package io.assay.propose;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.assay.model.AssayException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads samples: JSON objects one by one, one per line, or in an array, and the rows of CSV files.
 * A file is read as a stream, and only the sample is kept. Thread-safe.
 */
public final class SampleFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private static final JsonMapper ONE =
      JSON.rebuild().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final int MARK = '\ufeff';
  private static final int LOOK_AHEAD = 1 << 16;

  private SampleFile() {}

  /**
   * One record.
   *
   * @return empty if the value is neither a JSON object nor null
   */
  public static Optional<SampleRecord> read(byte[] key, byte[] value) {
    Optional<String> keyText =
        Optional.ofNullable(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    if (value == null) {
      return Optional.of(new SampleRecord(keyText, Optional.empty()));
    }
    return object(new String(value, StandardCharsets.UTF_8))
        .map(node -> new SampleRecord(keyText, Optional.of(node)));
  }

  /**
   * A sample of the records of a file: of a JSON array of objects, of objects one after the other,
   * of one object on each line, or of the rows of a CSV file ({@code .csv}, {@code .tsv}) with a
   * header.
   *
   * @param topic for the sample
   * @param each the members that lead to the array of records, separated by dots; empty where the
   *     array is the whole file
   * @param most how many records to keep
   * @throws AssayException (USER) if there is no record in it, or it cannot be read
   */
  public static Sample read(String topic, Path file, String each, int most) {
    String name = file.getFileName().toString();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(topic, name, reader, each, most);
    } catch (IOException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cannot read the file " + file + " as UTF-8 text: " + e.getMessage(),
          e);
    }
  }

  /** The same of a text, all of it. */
  public static Sample read(String topic, String origin, String text, String each) {
    try {
      return read(
          topic, origin, new BufferedReader(new StringReader(text)), each, Integer.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: the text is in memory
    }
  }

  private static Sample read(
      String topic, String origin, BufferedReader reader, String each, int most)
      throws IOException {
    SampleRecords records = new SampleRecords(most);
    passOverMark(reader);
    String name = origin.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      new CsvRows(reader, name.endsWith(".tsv") ? '\t' : ',')
          .forEach(row -> records.add(record(row)));
    } else if (each.isEmpty() && areLines(name, reader)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          records.add(object(line).flatMap(SampleFile::record));
        }
      }
    } else {
      values(reader, each, records, origin);
    }
    if (records.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Nothing to propose from: %s holds no JSON object. A sample is a JSON array of objects, or one object on each line."
              .formatted(origin));
    }
    return records.sample(topic, origin, Declared.JSON);
  }

  private static void passOverMark(Reader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != MARK) {
      reader.reset();
    }
  }

  /** Whether the first line is a value of its own, or the file's name says so. */
  private static boolean areLines(String name, BufferedReader reader) throws IOException {
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return true;
    }
    reader.mark(LOOK_AHEAD);
    char[] start = new char[LOOK_AHEAD - 1];
    int length = Math.max(0, reader.read(start, 0, start.length));
    reader.reset();
    List<String> lines =
        new String(start, 0, length).lines().filter(line -> !line.isBlank()).limit(2).toList();
    return !lines.isEmpty()
        && !lines.get(0).strip().startsWith("[")
        && lines.stream().anyMatch(line -> object(line).isPresent());
  }

  private static void values(Reader reader, String each, SampleRecords records, String origin)
      throws IOException {
    Deque<String> path = new ArrayDeque<>(each.isEmpty() ? List.of() : List.of(each.split("\\.")));
    try (JsonParser parser = JSON.createParser(reader)) {
      JsonToken token = parser.nextToken();
      while (!path.isEmpty() && token != null) {
        token = member(parser, token, path.removeFirst());
      }
      if (token == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          records.add(record(parser.readValueAsTree()));
        }
        return;
      }
      for (; token != null; token = each.isEmpty() ? parser.nextToken() : null) {
        records.add(record(parser.readValueAsTree()));
      }
    } catch (JsonProcessingException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Nothing to propose from: %s is no JSON (line %d, column %d)"
              .formatted(origin, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    }
  }

  private static JsonToken member(JsonParser parser, JsonToken at, String name) throws IOException {
    if (at == JsonToken.START_OBJECT) {
      for (String found = parser.nextFieldName(); found != null; found = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (found.equals(name)) {
          return value;
        }
        parser.skipChildren();
      }
    }
    return null;
  }

  private static Optional<SampleRecord> record(JsonNode value) {
    return Optional.of(value)
        .filter(JsonNode::isObject)
        .map(object -> new SampleRecord(Optional.empty(), Optional.of(object)));
  }

  static Optional<JsonNode> object(String text) {
    try {
      String json = !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
      return Optional.ofNullable(ONE.readTree(json)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // counted as unreadable
    }
  }
}
