package io.assay.feed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.feed.OutgoingRecord;
import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonRecordsTest {
  @TempDir Path folder;

  @Test
  void elementsOfAnArrayAreSentToTheLetter() throws IOException {
    List<OutgoingRecord> records =
        records("a.json", "[ {\"b\": 1.50,\n \"ü\": \"x\"} ,{\"b\":2}]", Optional.empty(), "");

    assertThat(records)
        .extracting(JsonRecordsTest::value)
        .containsExactly("{\"b\": 1.50,\n \"ü\": \"x\"}", "{\"b\":2}");
    assertThat(records.get(1).headers())
        .extracting("name", "value")
        .contains(
            org.assertj.core.groups.Tuple.tuple("assay.file.row", "2"),
            org.assertj.core.groups.Tuple.tuple("assay.file.line", "2"));
  }

  @Test
  void anArrayInsideIsReachedByItsPath() throws IOException {
    List<OutgoingRecord> records =
        records(
            "a.json",
            "{\"info\": [1], \"page\": {\"results\": [{\"id\": 7}, {\"id\": \"x\"}]}}",
            Optional.of("id"),
            "page.results");

    assertThat(records)
        .extracting(JsonRecordsTest::value)
        .containsExactly("{\"id\": 7}", "{\"id\": \"x\"}");
    assertThat(records).extracting(JsonRecordsTest::key).containsExactly("7", "x");
  }

  @Test
  void objectsOneAfterTheOtherAreRecordsEach() throws IOException {
    assertThat(records("a.json", "\ufeff{\"a\":1}\n{\"a\":2}\n", Optional.empty(), ""))
        .extracting(JsonRecordsTest::value)
        .containsExactly("{\"a\":1}", "{\"a\":2}");
  }

  @Test
  void linesAreSentWhateverTheyHold() throws IOException {
    assertThat(records("a.ndjson", "{\"a\":1}\r\n\n{broken\n  \n[1]", Optional.of("a"), ""))
        .extracting(JsonRecordsTest::value)
        .containsExactly("{\"a\":1}", "{broken", "[1]");
  }

  @Test
  void aFileThatIsNoJsonIsRefusedWithThePlace() {
    assertThatThrownBy(() -> records("a.json", "[{\"a\":1},\n {\"a\" 2}]", Optional.empty(), ""))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("a.json")
        .hasMessageContaining("line 2");
  }

  @Test
  void aPathThatLeadsNowhereIsRefused() {
    assertThatThrownBy(() -> records("a.json", "{\"a\": {}}", Optional.empty(), "a.b"))
        .hasMessageContaining("no member 'b' on the way to a.b");
  }

  private List<OutgoingRecord> records(String name, String text, Optional<String> key, String each)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    List<OutgoingRecord> records = new ArrayList<>();
    JsonRecords.of(file, "topic", key, each).forEach(records::add);
    return records;
  }

  private static String value(OutgoingRecord record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  private static String key(OutgoingRecord record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }
}
