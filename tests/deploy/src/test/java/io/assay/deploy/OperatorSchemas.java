package io.assay.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The schemas of the operators' kinds, made strict: an API server drops a field that it does not
 * know, here it is a fault.
 *
 * <p>They come from the operators' own definitions (Kubeflow's of 2.5.2, Apache's of 1.0.0), which
 * are not part of this repository: from the folder that the environment variable {@code ASSAY_CRDS}
 * names, or {@code shared/crds} beside the repository. Tests that need them skip themselves where
 * they are absent.
 */
final class OperatorSchemas {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final List<String> FILES =
      List.of(
          "kubeflow-sparkapplications-v2.5.2.yaml",
          "kubeflow-scheduledsparkapplications-v2.5.2.yaml",
          "apache-sparkapplications-1.0.0.yaml");
  private static final Path FOLDER =
      Optional.ofNullable(System.getenv("ASSAY_CRDS"))
          .map(Path::of)
          .orElse(Repository.ROOT.resolveSibling("shared").resolve("crds"));

  private OperatorSchemas() {}

  /** Read once, when they are needed. */
  private static final class Known {
    static final Map<String, JsonSchema> SCHEMAS = read();
  }

  /** Skips the test where the definitions are absent. */
  static void assumeThere() {
    for (String file : FILES) {
      assumeTrue(
          Files.isReadable(FOLDER.resolve(file)),
          "no %s in %s: the manifests are not held against the operators' schemas"
              .formatted(file, FOLDER));
    }
  }

  /** What is wrong with an object; nothing said where its kind is not an operator's. */
  static Optional<List<String>> faults(Manifest manifest) {
    return Optional.ofNullable(Known.SCHEMAS.get(manifest.apiVersion() + " " + manifest.kind()))
        .map(
            schema ->
                schema.validate(manifest.json()).stream()
                    .map(ValidationMessage::getMessage)
                    .map(message -> manifest + ": " + message)
                    .sorted()
                    .toList());
  }

  private static Map<String, JsonSchema> read() {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    Map<String, JsonSchema> schemas = new TreeMap<>();
    for (String file : FILES) {
      JsonNode definition = definition(file).path("spec");
      for (JsonNode version : definition.path("versions")) {
        ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
        makeStrict(schema);
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("type", "object");
        schemas.put(
            definition.path("group").asText()
                + "/"
                + version.path("name").asText()
                + " "
                + definition.at("/names/kind").asText(),
            factory.getSchema(schema));
      }
    }
    return schemas;
  }

  private static JsonNode definition(String file) {
    try (InputStream in = Files.newInputStream(FOLDER.resolve(file))) {
      return YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From OpenAPI, as Kubernetes has it, to JSON Schema that knows its fields. */
  private static void makeStrict(ObjectNode schema) {
    schema.remove(List.of("format", "default"));
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      schema.remove("type");
    }
    if (schema.path("nullable").asBoolean() && schema.has("type")) {
      JsonNode type = schema.get("type");
      ArrayNode types = schema.putArray("type");
      types.add(type).add("null");
    }
    JsonNode properties = schema.path("properties");
    if (properties.isObject()
        && !schema.has("additionalProperties")
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      schema.put("additionalProperties", false);
    }
    properties.forEach(OperatorSchemas::makeStrictIfSchema);
    makeStrictIfSchema(schema.path("items"));
    makeStrictIfSchema(schema.path("additionalProperties"));
  }

  private static void makeStrictIfSchema(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      makeStrict(schema);
    }
  }
}
