package io.assay.flow.registry;

import io.assay.model.Environment;
import io.assay.sandbox.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** A registry for the tests of a class, and what producers do with it. */
final class TestRegistry implements AutoCloseable {
  private final RegistryServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestRegistry(RegistryServer server) {
    this.server = server;
  }

  static TestRegistry start() {
    try {
      return new TestRegistry(
          RegistryServer.start(Files.createTempDirectory("assay-flow-registry")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RegistryServer server() {
    return server;
  }

  /** Without TLS and login, with quick answers. */
  Environment.Registry environment() {
    return new Environment.Registry(
        server.url(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(20));
  }

  /** Registers a schema; gives its id. */
  int register(String subject, Schema schema) {
    return register(subject, schema.toString(), "");
  }

  /**
   * Registers a schema.
   *
   * @param more members of the request, such as {@code , "references": […]}
   */
  int register(String subject, String schema, String more) {
    String quoted = "\"" + schema.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/subjects/" + subject + "/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": " + quoted + more + "}"))
            .build();
    try {
      String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return Integer.parseInt(answer.replaceAll("\\{\"id\":([0-9]+)\\}", "$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A record in the wire format. */
  static byte[] wire(int id, Schema schema, Map<String, Object> values) {
    return wire(id, schema, record(schema, values));
  }

  static byte[] wire(int id, Schema schema, GenericData.Record record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static GenericData.Record record(Schema schema, Map<String, Object> values) {
    GenericData.Record record = new GenericData.Record(schema);
    values.forEach(record::put);
    return record;
  }

  @Override
  public void close() {
    server.close();
  }
}
