package io.assay.feed.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a CSV file (RFC 4180, any line ends) row by row. Values are to the letter; lines with
 * nothing in them are counted and passed over. For one thread.
 */
final class SheetReader implements Closeable {
  private final DecodingReader decoding;
  private final RecordedReader recorded;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private CSVRecord ahead;
  private long aheadLine;
  private long rows;
  private long blankLines;

  private SheetReader(DecodingReader decoding, char delimiter) throws IOException {
    CSVFormat format =
        CSVFormat.Builder.create()
            .setDelimiter(delimiter)
            .setQuote('"')
            .setIgnoreEmptyLines(false)
            .get();
    this.decoding = decoding;
    this.recorded = new RecordedReader(decoding);
    this.parser = CSVParser.builder().setReader(recorded).setFormat(format).get();
    this.records = parser.iterator();
  }

  /** Opens the file; its first row is yet to be read. */
  static SheetReader open(Path file, CsvDialect dialect) throws IOException {
    Optional<ByteOrderMark> mark = ByteOrderMark.of(file);
    Charset encoding = mark.map(ByteOrderMark::encoding).orElse(dialect.encoding());
    int skip = mark.map(ByteOrderMark::length).orElse(0);
    return new SheetReader(
        new DecodingReader(Files.newInputStream(file), encoding, skip), dialect.delimiter());
  }

  /**
   * The next row that is not blank; the first one, which holds the names of the columns, has the
   * number 0.
   */
  Optional<SheetRow> next() throws IOException {
    if (rows == 0 && ahead == null) {
      fetch();
    }
    while (ahead != null) {
      SheetRow row = take();
      if (!row.text().isEmpty()) {
        rows++;
        return Optional.of(row);
      }
      blankLines++;
    }
    return Optional.empty();
  }

  /** In which line the row that would be next begins; for messages. */
  long line() {
    return aheadLine;
  }

  /** How many lines with nothing in them were passed over. */
  long blankLines() {
    return blankLines;
  }

  /** SHA-256 of the file; to be asked once, after the last row. */
  String sha256Hex() {
    return decoding.sha256Hex();
  }

  private SheetRow take() throws IOException {
    CSVRecord taken = ahead;
    long line = aheadLine;
    fetch();
    String text = ahead == null ? recorded.takeAll() : recorded.take(ahead.getCharacterPosition());
    return new SheetRow(rows, line, List.of(taken.values()), withoutLineEnd(text));
  }

  private void fetch() throws IOException {
    aheadLine = parser.getCurrentLineNumber() + 1;
    try {
      ahead = records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String withoutLineEnd(String text) {
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(0, end);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
