package io.assay.propose;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of a CSV file as {@code feed} sends them: objects of texts with the header's names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvRows {
  private static final int END = -1;
  private final Reader reader;
  private final char delimiter;
  private int next;

  CsvRows(Reader reader, char delimiter) throws IOException {
    this.reader = reader;
    this.delimiter = delimiter;
    this.next = reader.read();
  }

  void forEach(Consumer<ObjectNode> each) throws IOException {
    List<String> header = row();
    while (next != END) {
      List<String> row = row();
      if (row.size() == 1 && row.get(0).isEmpty()) {
        continue; // a blank line
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < Math.min(header.size(), row.size()); i++) {
        object.put(header.get(i), row.get(i));
      }
      each.accept(object);
    }
  }

  private List<String> row() throws IOException {
    List<String> row = new ArrayList<>();
    row.add(value());
    while (next == delimiter) {
      next = reader.read();
      row.add(value());
    }
    if (next == '\r') {
      next = reader.read();
    }
    if (next == '\n') {
      next = reader.read();
    }
    return row;
  }

  private String value() throws IOException {
    StringBuilder value = new StringBuilder();
    boolean quoted = next == '"';
    if (quoted) {
      next = reader.read();
    }
    while (next != END) {
      if (quoted && next == '"') {
        next = reader.read();
        if (next != '"') {
          quoted = false;
          continue;
        }
      } else if (!quoted && (next == delimiter || next == '\r' || next == '\n')) {
        break;
      }
      value.append((char) next);
      next = reader.read();
    }
    return value.toString();
  }
}
