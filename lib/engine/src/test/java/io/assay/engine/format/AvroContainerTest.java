package io.assay.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroContainerTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Visit", "fields": [
                {"name": "id", "type": "long"},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "note", "type": ["null", "string"], "default": null},
                {"name": "guests", "type": {"type": "array", "items":
                  {"type": "record", "name": "Guest", "fields": [{"name": "age", "type": "int"}]}}},
                {"name": "marks", "type": {"type": "map", "values": "double"}},
                {"name": "either", "type": ["int", "string"]}]}
              """);

  @TempDir Path folder;

  @Test
  void dataBecomeJsonAndTheSchemaTellsTheTypes() throws Exception {
    Path file = folder.resolve("visits.avro");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
      writer.create(SCHEMA, file.toFile());
      writer.append(visit(1L, "late"));
      writer.append(visit(2L, null));
    }
    List<String> read = new ArrayList<>();

    Map<List<String>, String> types =
        AvroContainer.read(file, json -> read.add(new String(json, StandardCharsets.UTF_8)));

    assertThat(read)
        .containsExactly(
            "{\"id\":1,\"day\":\"2024-02-29\",\"note\":\"late\",\"guests\":[{\"age\":7}],\"marks\":{\"a\":1.5},\"either\":3}",
            "{\"id\":2,\"day\":\"2024-02-29\",\"note\":null,\"guests\":[{\"age\":7}],\"marks\":{\"a\":1.5},\"either\":3}");
    assertThat(types)
        .isEqualTo(
            Map.of(
                List.of("id"), "bigint",
                List.of("day"), "date",
                List.of("note"), "text",
                List.of("guests", "age"), "integer",
                List.of("marks"), "map"));
  }

  @Test
  void anotherFileIsRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("visits.avro"), "{\"id\": 1}");

    assertThatThrownBy(() -> AvroContainer.read(file, json -> {}))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("visits.avro as an Avro container file");
  }

  private static GenericRecord visit(long id, String note) {
    GenericRecord guest =
        new GenericData.Record(SCHEMA.getField("guests").schema().getElementType());
    guest.put("age", 7);
    GenericRecord visit = new GenericData.Record(SCHEMA);
    visit.put("id", id);
    visit.put("day", 19_782);
    visit.put("note", note);
    visit.put("guests", List.of(guest));
    visit.put("marks", Map.of("a", 1.5));
    visit.put("either", 3);
    return visit;
  }
}
