package io.assay.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFileTest {
  @TempDir Path folder;

  @Test
  void aLargeFileIsSampledFromItsBeginningAndItsWhole() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      lines.append("{\"id\": ").append(i).append("}\n");
    }
    Sample sample = SampleFile.read("t", file("large.jsonl", lines.toString()), "", 100);

    List<Integer> ids =
        sample.records().stream()
            .map(record -> record.value().orElseThrow().path("id").asInt())
            .toList();
    assertThat(ids).hasSize(100).isSorted().doesNotHaveDuplicates();
    assertThat(ids.subList(0, 50)).last().isEqualTo(49);
    assertThat(ids).anyMatch(id -> id > 4000);
    assertThat(sample.origin()).isEqualTo("large.jsonl, which holds 5,000");
  }

  @Test
  void anArrayInsideOfAFileIsReadWithoutTheRest() throws IOException {
    Path file =
        file(
            "answer.json",
            "\ufeff{\"meta\": [1], \"data\": {\"all\": [{\"id\": 1}, 7, {\"id\": 2}]}}");

    Sample sample = SampleFile.read("t", file, "data.all", 100);

    assertThat(sample.records()).hasSize(2);
    assertThat(sample.unreadable()).isEqualTo(1);
  }

  @Test
  void objectsOverSeveralLinesAreReadOneAfterTheOther() throws IOException {
    Path file = file("pretty.json", "{\n  \"id\": 1\n}\n{\n  \"id\": 2\n}\n");

    assertThat(SampleFile.read("t", file, "", 100).records()).hasSize(2);
  }

  @Test
  void aBrokenLineIsCounted() throws IOException {
    Sample sample = SampleFile.read("t", file("a.log", "{\"id\": 1}\n{broken\n\n"), "", 100);

    assertThat(sample.records()).hasSize(1);
    assertThat(sample.unreadable()).isEqualTo(1);
  }

  @Test
  void rowsOfCsvAreObjectsOfTexts() throws IOException {
    Path file =
        file("t.csv", "id,\"full \"\"name\"\"\",note\r\n1,\"a, b\",\"two\nlines\"\r\n2,c,\r\n");

    Proposed proposed = Proposed.of(SampleFile.read("t", file, "", 100));

    assertThat(proposed.types("t")).containsExactly("id text", "full_name text", "note text");
    assertThat(SampleFile.read("t", file, "", 100).records())
        .extracting(record -> record.value().orElseThrow().toString())
        .containsExactly(
            "{\"id\":\"1\",\"full \\\"name\\\"\":\"a, b\",\"note\":\"two\\nlines\"}",
            "{\"id\":\"2\",\"full \\\"name\\\"\":\"c\",\"note\":\"\"}");
  }

  @Test
  void whatIsNoJsonIsRefusedWithItsPlace() throws IOException {
    Path file = file("a.json", "[{\"id\": 1},\n {\"id\": }]");

    assertThatThrownBy(() -> SampleFile.read("t", file, "", 100))
        .isInstanceOf(AssayException.class)
        .hasMessage("Nothing to propose from: a.json is no JSON (line 2, column 9)");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
