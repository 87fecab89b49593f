package io.assay.feed.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A file of JSON that was read whole, and where its records stand in it: each element of an array,
 * or each line of a file of lines. The bytes of a record are sent to the letter.
 *
 * @param bytes of the file
 * @param records where each begins and ends, and in which line
 * @param sha256 of the file, in lower-case hexadecimal
 */
record JsonFile(Path file, byte[] bytes, List<Place> records, String sha256) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> NAMES = List.of(".json", ".jsonl", ".ndjson");

  /**
   * Where a record stands.
   *
   * @param from position of its first byte
   * @param to position behind its last byte
   * @param line in which it begins, from 1
   */
  record Place(int from, int to, long line) {}

  /** Whether the file's name says that it holds JSON. */
  static boolean isOne(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return NAMES.stream().anyMatch(name::endsWith);
  }

  /**
   * Reads the file. In a file of lines ({@code .jsonl}, {@code .ndjson}) every line that is not
   * blank is a record, whatever it holds.
   *
   * @param each for {@code .json}: the members that lead to the array, separated by dots; empty
   *     where the array is all there is
   * @throws AssayException (USER) if a {@code .json} file is no JSON or has no such array
   */
  static JsonFile of(Path file, String each) {
    byte[] bytes = read(file);
    boolean lines = !file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
    List<Place> records = lines ? lines(bytes) : elements(file, bytes, each);
    return new JsonFile(file, bytes, records, sha256(bytes));
  }

  byte[] value(Place record) {
    return Arrays.copyOfRange(bytes, record.from(), record.to());
  }

  String name() {
    return file.getFileName().toString();
  }

  private static List<Place> lines(byte[] bytes) {
    List<Place> places = new ArrayList<>();
    int from = hasMark(bytes) ? 3 : 0;
    for (long line = 1; from < bytes.length; line++) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
      if (!new String(bytes, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1)
          .isBlank()) {
        places.add(new Place(from, to, line));
      }
      from = end + 1;
    }
    return places;
  }

  private static List<Place> elements(Path file, byte[] bytes, String each) {
    Deque<String> path = new ArrayDeque<>(each.isEmpty() ? List.of() : List.of(each.split("\\.")));
    int start = hasMark(bytes) ? 3 : 0;
    try (JsonParser parser = JSON.createParser(bytes, start, bytes.length - start)) {
      JsonToken token = parser.nextToken();
      List<Place> places = new ArrayList<>();
      if (token == null) {
        throw refusal(file, "it is empty", null);
      }
      while (!path.isEmpty()) {
        token = member(file, parser, token, path.removeFirst(), each);
      }
      if (token == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          places.add(place(parser, start));
        }
      } else {
        for (; token != null; token = parser.nextToken()) {
          places.add(place(parser, start));
        }
      }
      return places;
    } catch (JsonProcessingException e) {
      String where =
          "line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw refusal(file, "it is no JSON (" + where + ")", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static JsonToken member(
      Path file, JsonParser parser, JsonToken at, String name, String each) throws IOException {
    if (at == JsonToken.START_OBJECT) {
      for (String found = parser.nextFieldName(); found != null; found = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (found.equals(name)) {
          return value;
        }
        parser.skipChildren();
      }
    }
    throw refusal(file, "it has no member '" + name + "' on the way to " + each, null);
  }

  private static Place place(JsonParser parser, int start) throws IOException {
    int from = start + (int) parser.currentTokenLocation().getByteOffset();
    long line = parser.currentTokenLocation().getLineNr();
    parser.finishToken();
    parser.skipChildren();
    return new Place(from, start + (int) parser.currentLocation().getByteOffset(), line);
  }

  private static boolean hasMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static AssayException unreadable(Path file, IOException cause) {
    return new AssayException(
        AssayException.Kind.EXTERNAL,
        "Cannot read the file " + file + ": " + cause.getMessage(),
        cause);
  }

  private static AssayException refusal(Path file, String fault, Exception cause) {
    return new AssayException(
        AssayException.Kind.USER, "Cannot send the file " + file + ": " + fault + ".", cause);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "SHA-256 is missing, which every Java platform must have",
          e);
    }
  }
}
