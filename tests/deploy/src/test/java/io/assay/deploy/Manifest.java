package io.assay.deploy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Kubernetes object.
 *
 * @param json all of it
 */
record Manifest(ObjectNode json) {
  private static final ObjectMapper YAML = new YAMLMapper();

  /** The documents of a YAML file. */
  static List<Manifest> parse(String yaml) {
    try (MappingIterator<ObjectNode> documents =
        YAML.readerFor(ObjectNode.class).readValues(yaml)) {
      return documents.readAll().stream().map(Manifest::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String apiVersion() {
    return text("/apiVersion");
  }

  /** The group of its API; empty for Kubernetes' core. */
  String group() {
    return apiVersion().contains("/") ? apiVersion().substring(0, apiVersion().indexOf('/')) : "";
  }

  String kind() {
    return text("/kind");
  }

  String name() {
    return text("/metadata/name");
  }

  JsonNode at(String pointer) {
    return json.at(pointer);
  }

  /** What stands there; empty if nothing does. */
  String text(String pointer) {
    return at(pointer).asText("");
  }

  /** A group of texts that stands there; empty if there is none. */
  Map<String, String> texts(String pointer) {
    return texts(at(pointer));
  }

  static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return texts;
  }

  /** The same with another value in one place, which is YAML; without the place if it is empty. */
  Manifest with(String pointer, String value) {
    ObjectNode copy = json.deepCopy();
    JsonPointer place = JsonPointer.compile(pointer);
    JsonNode parent = copy.at(place.head());
    String member = place.last().getMatchingProperty();
    try {
      if (parent instanceof ArrayNode array) {
        array.set(Integer.parseInt(member), YAML.readTree(value));
      } else if (value.isEmpty()) {
        ((ObjectNode) parent).remove(member);
      } else {
        ((ObjectNode) parent).set(member, YAML.readTree(value));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Manifest(copy);
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
