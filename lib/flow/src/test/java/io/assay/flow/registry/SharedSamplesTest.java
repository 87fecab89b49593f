package io.assay.flow.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.engine.format.RecordTranslator;
import io.assay.model.Format.Avro;
import io.assay.model.Source;
import io.assay.model.Source.NameMatching;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

/** Avro messages that others have published, where they lie beside the repository. */
class SharedSamplesTest {
  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void publishedMessagesInTheWireFormatAreRead() throws Exception {
    Path samples = samples();
    try (TestRegistry registry = TestRegistry.start()) {
      // The messages name the ids 1 and 3, and a new registry counts from 1.
      assertThat(registry.register("user", text(samples, "user_schemaid1.avsc"), "")).isEqualTo(1);
      assertThat(registry.register("between", "\"string\"", "")).isEqualTo(2);
      assertThat(registry.register("worker", text(samples, "worker.avsc"), "")).isEqualTo(3);
      RecordTranslator translator =
          new RecordTranslator(
              new Source(
                  List.of("t"),
                  new Avro(new Avro.Writer.Registered(), new Avro.Reader.AsWritten()),
                  NameMatching.EXACT),
              Optional.of(registry.environment()));

      for (String line : Files.readAllLines(samples.resolve("user_data_schemaid1.jsonl"))) {
        JsonNode message = mapper.readTree(line);
        InternalRow row =
            translator.row(Base64.getDecoder().decode(message.get("value").asText()), null);
        assertThat(mapper.readTree(row.getBinary(0))).isEqualTo(message.get("expect"));
        assertThat(row.getInt(5)).isEqualTo(1);
      }
      InternalRow worker =
          translator.row(Files.readAllBytes(samples.resolve("worker_schemaid3.bin")), null);
      assertThat(mapper.readTree(worker.getBinary(0)))
          .isEqualTo(
              withoutBranches(
                  mapper.readTree(samples.resolve("worker_expected_avro-json.json").toFile())));
      assertThat(worker.getInt(5)).isEqualTo(3);
    }
  }

  /** Avro's own JSON names the branch of a union: {@code {"string": "B"}} is B. */
  private JsonNode withoutBranches(JsonNode node) {
    if (node.isObject()
        && node.size() == 1
        && List.of("string", "Schedule").contains(node.fieldNames().next())) {
      return withoutBranches(node.elements().next());
    }
    if (node.isObject()) {
      var object = mapper.createObjectNode();
      node.properties().forEach(e -> object.set(e.getKey(), withoutBranches(e.getValue())));
      return object;
    }
    if (node.isArray()) {
      var array = mapper.createArrayNode();
      node.forEach(element -> array.add(withoutBranches(element)));
      return array;
    }
    return node;
  }

  private static String text(Path folder, String file) throws Exception {
    return Files.readString(folder.resolve(file)).replaceAll("\\s*\\n\\s*", " ").strip();
  }

  private static Path samples() {
    Path repository = Path.of("").toAbsolutePath();
    while (!Files.exists(repository.resolve("submit").resolve("assay"))) {
      repository = repository.getParent();
    }
    Path folder = repository.resolveSibling("shared").resolve("data").resolve("confluent_wire");
    assumeTrue(Files.isDirectory(folder), "There is no " + folder + ": the samples are elsewhere");
    return folder;
  }
}
