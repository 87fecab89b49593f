package io.assay.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.assay.engine.registry.RegisteredSchema.Found;
import io.assay.engine.registry.RegisteredSchema.Unusable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;

/**
 * The schemas of a registry. Each id is asked for once in a JVM, for what an id means never
 * changes; that there is none is forgotten soon. Thread-safe.
 */
public final class SchemaRegistry {
  /** More than a cluster of topics has; the ones not used for longest are forgotten. */
  private static final int MOST_KEPT = 1000;

  private static final long UNKNOWN_NANOS = Duration.ofSeconds(10).toNanos();

  // One for all tasks of a JVM, however often their definitions are sent to it.
  private static final Map<RegistryAddress, SchemaRegistry> SHARED = new ConcurrentHashMap<>();

  private final RegistryConnection connection;
  private final Map<Integer, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Known> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private record Known(RegisteredSchema schema, long askedAt) {
    boolean holds() {
      return schema instanceof Found || System.nanoTime() - askedAt < UNKNOWN_NANOS;
    }
  }

  private SchemaRegistry(RegistryAddress address) {
    this.connection = new RegistryConnection(address);
  }

  /** The registry at an address, with what this JVM knows of it. */
  public static SchemaRegistry at(RegistryAddress address) {
    return SHARED.computeIfAbsent(address, SchemaRegistry::new);
  }

  /**
   * The schema with an id.
   *
   * @throws io.assay.model.AssayException (EXTERNAL) if the registry does not answer, refuses or
   *     fails
   */
  public RegisteredSchema schema(int id) {
    synchronized (known) {
      Known before = known.get(id);
      if (before != null && before.holds()) {
        return before.schema();
      }
    }
    RegisteredSchema schema = ask(id);
    synchronized (known) {
      known.put(id, new Known(schema, System.nanoTime()));
    }
    return schema;
  }

  /**
   * The subjects that there are now.
   *
   * @throws io.assay.model.AssayException (EXTERNAL) if the registry does not answer, refuses or
   *     fails
   */
  public Set<String> subjects() {
    Set<String> subjects = new HashSet<>();
    connection
        .get("/subjects")
        .ifPresent(names -> names.forEach(name -> subjects.add(name.asText())));
    return subjects;
  }

  private RegisteredSchema ask(int id) {
    Optional<JsonNode> answer = connection.get("/schemas/ids/" + Integer.toUnsignedString(id));
    if (answer.isEmpty()) {
      return new Unusable("the registry has no schema with the id " + id);
    }
    String type = answer.get().path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      return new Unusable("the schema " + id + " is of type " + type + ", not AVRO");
    }
    List<String> references = new ArrayList<>();
    Optional<String> missing = collect(answer.get(), references, new HashSet<>());
    if (missing.isPresent()) {
      return new Unusable(
          "the schema "
              + id
              + " refers to "
              + missing.get()
              + ", which the registry does not have");
    }
    try {
      return new Found(AvroSchemas.parse(answer.get().path("schema").asText(), references));
    } catch (AvroRuntimeException e) {
      return new Unusable("the schema " + id + " is no Avro schema: " + e.getMessage());
    }
  }

  /** Adds what a schema refers to, deepest first; gives what is missing. */
  private Optional<String> collect(JsonNode schema, List<String> into, Set<String> seen) {
    for (JsonNode reference : schema.path("references")) {
      String subject = reference.path("subject").asText();
      String version = reference.path("version").asText();
      if (seen.add(subject + "/" + version)) {
        Optional<JsonNode> referred =
            connection.get("/subjects/" + encoded(subject) + "/versions/" + encoded(version));
        if (referred.isEmpty()) {
          return Optional.of(subject + " version " + version);
        }
        Optional<String> missing = collect(referred.get(), into, seen);
        if (missing.isPresent()) {
          return missing;
        }
        into.add(referred.get().path("schema").asText());
      }
    }
    return Optional.empty();
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
