package io.assay.feed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.feed.OutgoingHeader;
import io.assay.feed.OutgoingRecord;
import io.assay.model.AssayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetRecordsTest {
  private static final CsvDialect PLAIN = new CsvDialect(StandardCharsets.UTF_8, ',');

  @TempDir Path folder;

  private Path file(byte[]... parts) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.write(part);
    }
    return Files.write(folder.resolve("fabrication.csv"), content.toByteArray());
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<OutgoingRecord> records(Path file, CsvDialect dialect, ValueFormat format) {
    Sheet sheet = Sheet.of(file, dialect);
    KeyColumn key = KeyColumn.of(sheet, Optional.empty());
    List<OutgoingRecord> records = new ArrayList<>();
    new SheetRecords(sheet, "fabrication", key, format).forEach(records::add);
    return records;
  }

  private static List<String> values(Path file, CsvDialect dialect, ValueFormat format) {
    return records(file, dialect, format).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private List<String> json(String text) throws IOException {
    return values(file(text), PLAIN, ValueFormat.JSON);
  }

  private List<String> lines(String text) throws IOException {
    return values(file(text), PLAIN, ValueFormat.CSV);
  }

  private static String header(OutgoingRecord record, String name) {
    return record.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(OutgoingHeader::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesAndValuesAreSentToTheLetter() throws IOException {
    assertThat(json("item,Start Date , END DATE\n tub ,1/2/2020,\n"))
        .containsExactly("{\"item\":\" tub \",\"Start Date \":\"1/2/2020\",\" END DATE\":\"\"}");
  }

  @Test
  void everyRecordSaysWhereItComesFrom() throws IOException {
    OutgoingRecord record =
        records(file("item id,item\n T101 ,\"a\ntub\"\nT102,pump"), PLAIN, ValueFormat.JSON).get(1);

    assertThat(record.topic()).isEqualTo("fabrication");
    assertThat(record.key()).asString().isEqualTo("T102");
    assertThat(header(record, "assay.file")).isEqualTo("fabrication.csv");
    assertThat(header(record, "assay.file.row")).isEqualTo("2");
    assertThat(header(record, "assay.file.line")).isEqualTo("4");
    assertThat(header(record, "assay.file.sha256"))
        .isEqualTo("0a1952dd0139c1624c4795e944e3c7f2c1e4088eee65acff698a9789c79604ae");
  }

  @Test
  void theKeyIsTheValueWithoutOuterSpaces() throws IOException {
    List<OutgoingRecord> records =
        records(file(" ITEM  id ,item\n T101 ,tub\n  ,pump\n\"\",lid\n"), PLAIN, ValueFormat.JSON);

    assertThat(records.get(0).key()).asString().isEqualTo("T101");
    assertThat(records.get(1).key()).isNull();
    assertThat(records.get(2).key()).isNull();
  }

  @Test
  void theMostParticularKnownColumnIsTheKey() throws IOException {
    Sheet sheet = Sheet.of(file("Item ID,Assembly ID\nT101,SAWM3031\n"), PLAIN);
    List<OutgoingRecord> records = new ArrayList<>();
    new SheetRecords(sheet, "t", KeyColumn.of(sheet, Optional.empty()), ValueFormat.JSON)
        .forEach(records::add);

    assertThat(records.get(0).key()).asString().isEqualTo("SAWM3031");
  }

  @Test
  void aSheetWithoutAKnownColumnHasNoKeys() throws IOException {
    assertThat(records(file("name\ntub\n"), PLAIN, ValueFormat.JSON).get(0).key()).isNull();
  }

  @Test
  void aKeyColumnThatIsNotThereIsRefusedWithTheColumns() throws IOException {
    Sheet sheet = Sheet.of(file("item id,item\nT101,tub\n"), PLAIN);

    assertThatThrownBy(() -> KeyColumn.of(sheet, Optional.of("number")))
        .hasMessageContaining("column 'number'")
        .hasMessageContaining("'item id', 'item'");
  }

  @Test
  void byteOrderMarksSayTheEncoding() throws IOException {
    String text = "item\nküvette\n";
    byte[] utf8 = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    byte[] littleEndian = {(byte) 0xff, (byte) 0xfe};
    byte[] bigEndian = {(byte) 0xfe, (byte) 0xff};
    String expected = "{\"item\":\"küvette\"}";

    assertThat(values(file(utf8, text.getBytes(StandardCharsets.UTF_8)), PLAIN, ValueFormat.JSON))
        .containsExactly(expected);
    assertThat(
            values(
                file(littleEndian, text.getBytes(StandardCharsets.UTF_16LE)),
                PLAIN,
                ValueFormat.JSON))
        .containsExactly(expected);
    assertThat(
            values(
                file(bigEndian, text.getBytes(StandardCharsets.UTF_16BE)), PLAIN, ValueFormat.JSON))
        .containsExactly(expected);
  }

  @Test
  void otherEncodingsAreSentAsUtf8() throws IOException {
    Charset windows = Charset.forName("windows-1252");
    Path file = file("item;preis\ngehäuse;5 €\n".getBytes(windows));

    assertThat(values(file, new CsvDialect(windows, ';'), ValueFormat.JSON))
        .containsExactly("{\"item\":\"gehäuse\",\"preis\":\"5 €\"}");
    assertThat(values(file, new CsvDialect(windows, ';'), ValueFormat.CSV))
        .containsExactly("gehäuse;5 €");
  }

  @Test
  void anyLineEndsARowAndTheLastOneNeedsNone() throws IOException {
    for (String lineEnd : List.of("\n", "\r\n", "\r")) {
      String text = String.join(lineEnd, "a,b", "1,2", "3,");
      assertThat(json(text))
          .containsExactly("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"3\",\"b\":\"\"}");
      assertThat(lines(text)).containsExactly("1,2", "3,");
      assertThat(lines(text + lineEnd)).containsExactly("1,2", "3,");
    }
  }

  @Test
  void quotesMayHoldDelimitersLineEndsAndQuotes() throws IOException {
    String text = "a,b\r\n\"1,\r\n\"\"x\"\"\",2\r\n\"\",\" 3 \"\r\n";

    assertThat(json(text))
        .containsExactly("{\"a\":\"1,\\r\\n\\\"x\\\"\",\"b\":\"2\"}", "{\"a\":\"\",\"b\":\" 3 \"}");
    assertThat(lines(text)).containsExactly("\"1,\r\n\"\"x\"\"\",2", "\"\",\" 3 \"");
  }

  @Test
  void aQuoteInsideAnUnquotedValueIsAQuote() throws IOException {
    assertThat(json("a\n5\" pipe\n")).containsExactly("{\"a\":\"5\\\" pipe\"}");
  }

  @Test
  void linesAreToTheLetterAlsoBeyondTheReadersBuffers() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String line = "\"" + "x".repeat(i % 97) + "ü\n\" ," + i;
      expected.add(line);
      text.append(line).append(i % 2 == 0 ? "\n" : "\r\n");
    }

    assertThat(lines(text.toString())).isEqualTo(expected);
  }

  @Test
  void linesWithNothingInThemAreNoRows() throws IOException {
    Path file = file("\n\na,b\n\n1,2\n\n\n  \n,\n");
    Sheet sheet = Sheet.of(file, PLAIN);

    assertThat(sheet.blankLines()).isEqualTo(5);
    assertThat(sheet.rows()).isEqualTo(3);
    List<OutgoingRecord> records = records(file, PLAIN, ValueFormat.JSON);
    assertThat(records)
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .containsExactly("{\"a\":\"1\",\"b\":\"2\"}", "{\"a\":\"  \"}", "{\"a\":\"\",\"b\":\"\"}");
    assertThat(records)
        .extracting(record -> header(record, OutgoingHeader.LINE))
        .containsExactly("5", "8", "9");
    assertThat(records)
        .extracting(record -> header(record, OutgoingHeader.ROW))
        .containsExactly("1", "2", "3");
  }

  @Test
  void rowsOfTheWrongLengthAreSentWithWhatTheyHave() throws IOException {
    assertThat(json("a,b\n1\n1,2,3,4\n"))
        .containsExactly("{\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"2\",\"_extra\":[\"3\",\"4\"]}");
    assertThat(Sheet.of(folder.resolve("fabrication.csv"), PLAIN).unevenRows()).isEqualTo(2);
  }

  @Test
  void columnsWithoutANameAreNumbered() throws IOException {
    assertThat(json("a,, \n1,2,3\n"))
        .containsExactly("{\"a\":\"1\",\"_column_2\":\"2\",\"_column_3\":\"3\"}");
  }

  @Test
  void twoColumnsOfOneNameAreRefused() throws IOException {
    Path file = file("a,b,a\n1,2,3\n");

    assertThatThrownBy(() -> Sheet.of(file, PLAIN))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessage(
            "Cannot send the file %s: the columns 1 and 3 are both called 'a'. Rename one."
                .formatted(file));
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Path file = file("");

    assertThatThrownBy(() -> Sheet.of(file, PLAIN)).hasMessageContaining("it is empty");
  }

  @Test
  void aFileWithoutRowsIsSentAsNothing() throws IOException {
    assertThat(json("a,b")).isEmpty();
  }

  @Test
  void undecodableBytesAreRefusedWithTheirPlace() throws IOException {
    byte[] bad = {'x', ',', (byte) 0xe9, '\n'};
    Path file = file("a,b\r\n\"1\r\n\",ü\r\n".getBytes(StandardCharsets.UTF_8), bad);

    assertThatThrownBy(() -> Sheet.of(file, PLAIN))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("fabrication.csv")
        .hasMessageContaining("line 4, byte offset 17: the bytes e9 are no text in UTF-8");
  }

  @Test
  void undecodableBytesFarIntoAFileHaveTheRightPlace() throws IOException {
    byte[] start = "a\n".getBytes(StandardCharsets.UTF_8);
    byte[] rows = "0123456789\n".repeat(30_000).getBytes(StandardCharsets.UTF_8);
    Path file = file(start, rows, new byte[] {(byte) 0xff});

    assertThatThrownBy(() -> Sheet.of(file, PLAIN))
        .hasMessageContaining("line 30002, byte offset 330002: the bytes ff");
  }

  @Test
  void halfACharacterAtTheEndIsRefused() throws IOException {
    Path file = file("a\n1".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xc3});

    assertThatThrownBy(() -> Sheet.of(file, PLAIN))
        .hasMessageContaining("line 2, byte offset 3: the bytes c3 are no text in UTF-8");
  }

  @Test
  void aQuoteThatIsNeverClosedIsRefusedWithItsLine() throws IOException {
    Path file = file("a,b\n1,2\n\"3,4\n5,6\n");

    assertThatThrownBy(() -> Sheet.of(file, PLAIN))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("the row that begins in line 3 is no CSV");
  }

  @Test
  void textAfterAClosingQuoteIsRefused() throws IOException {
    Path file = file("a,b\n\"1\"x,2\n");

    assertThatThrownBy(() -> Sheet.of(file, PLAIN))
        .hasMessageContaining("the row that begins in line 2 is no CSV");
  }

  @Test
  void aFileThatChangesWhileItIsSentIsToldOf() throws IOException {
    Path file = file("a\n1\n");
    Sheet sheet = Sheet.of(file, PLAIN);
    file("a\n2\n");

    assertThatThrownBy(() -> sheet.forEachRow(row -> {}))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.EXTERNAL))
        .hasMessageContaining("changed while it was being sent");
  }

  @Test
  void controlCharactersAndNulSurviveAsEscapes() throws IOException {
    assertThat(json("a\nx\u0000\ty\u001f\n")).containsExactly("{\"a\":\"x\\u0000\\ty\\u001f\"}");
  }
}
