package io.assay.flow.registry;

import static io.assay.flow.registry.TestRegistry.record;
import static io.assay.flow.registry.TestRegistry.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.flow.kafka.TestKafka;
import io.assay.flow.refine.TestPostgres;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro through a real Kafka, a real registry and a real PostgreSQL. */
class RegisteredRecordsTest {
  private static final Schema ORDER_1 =
      parse(
          """
          {"type": "record", "name": "Order", "fields": [
            {"name": "id", "type": "string"},
            {"name": "qty", "type": "int"}
          ]}
          """);

  private static final Schema ORDER_2 =
      parse(
          """
          {"type": "record", "name": "Order", "fields": [
            {"name": "note", "type": ["null", "string"], "default": null},
            {"name": "quantity", "type": "long", "aliases": ["qty"]},
            {"name": "id", "type": "string"},
            {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}, "default": "\\u0000"},
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}, "default": 0}
          ]}
          """);

  private static TestRegistry registry;
  private final TestKafka kafka = TestKafka.shared();
  private final TestPostgres postgres = TestPostgres.fresh();
  private final String prefix = "p" + UUID.randomUUID().toString().substring(0, 8);
  @TempDir Path lake;

  @BeforeAll
  static void start() {
    registry = TestRegistry.start();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  /** Peer bug 10: the newest schema of a subject is nothing that old records were written with. */
  @Test
  void peerBug10EachRecordIsDecodedWithTheSchemaItWasWrittenWith() throws Exception {
    String topic = prefix + ".orders";
    kafka.create(topic, 1);
    int first = registry.register(topic + "-value", ORDER_1);
    int second = registry.register(topic + "-value", ORDER_2);
    assertThat(second).isNotEqualTo(first);
    send(topic, wire(first, ORDER_1, Map.of("id", "a", "qty", 1)));
    send(topic, wire(second, ORDER_2, order2("b", 2)));
    send(topic, wire(first, ORDER_1, Map.of("id", "c", "qty", 3)));

    run(orders(topic, ORDER_2.toString()), registry.environment());

    assertThat(postgres.rows("select id, quantity, price, at, note from orders order by id"))
        .containsExactly(
            "a|1|0.00|1970-01-01 00:00:00+00|null",
            "b|2|1.50|2020-01-01 00:00:00.000001+00|new",
            "c|3|0.00|1970-01-01 00:00:00+00|null");
    assertThat(quarantine()).isEmpty();
  }

  /** Peer bug 11, the first half. */
  @Test
  void peerBug11AnUnknownSchemaIdIsAFaultOfTheRecord() throws Exception {
    String topic = prefix + ".orders";
    kafka.create(topic, 1);
    int id = registry.register(topic + "-value", ORDER_2);
    send(topic, wire(id, ORDER_2, order2("a", 1)));
    send(topic, wire(999_999, ORDER_2, order2("b", 2)));
    send(topic, "{\"id\": \"c\"}".getBytes());
    send(topic, wire(id, ORDER_2, order2("d", 4)));

    run(orders(topic, ORDER_2.toString()), registry.environment());

    assertThat(postgres.rows("select id from orders order by id")).containsExactly("a", "d");
    assertThat(postgres.rows("select record_offset, schema_id from assay.quarantine order by 1"))
        .containsExactly("1|999999", "2|null");
    assertThat(quarantine())
        .containsExactly(
            "1|decode|999999|the registry has no schema with the id 999999",
            "2|decode|null|the value is not in the wire format of a registry: its first byte is 0x7b, not 0x00");
  }

  /** Peer bug 11, the second half. */
  @Test
  void peerBug11ARegistryThatIsDownQuarantinesNothing() throws Exception {
    String topic = prefix + ".orders";
    kafka.create(topic, 1);
    int id = registry.register(topic + "-value", ORDER_2);
    send(topic, wire(id, ORDER_2, order2("a", 1)));
    Pipeline pipeline = orders(topic, ORDER_2.toString());
    // Another address of the same registry, so that this JVM knows nothing of its schemas yet.
    Environment.Registry elsewhere =
        new Environment.Registry(
            registry.environment().url(),
            Optional.of("nobody"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(20));

    registry.server().kill();
    try {
      assertThatThrownBy(() -> run(pipeline, elsewhere))
          .isInstanceOf(StreamingQueryException.class)
          .satisfies(
              failure ->
                  assertThat(understood(failure))
                      .hasMessageContaining(
                          "The schema registry " + elsewhere.url() + " cannot be asked")
                      .returns(AssayException.Kind.EXTERNAL, AssayException::kind));
      assertThat(quarantine()).isEmpty();
      assertThat(postgres.rows("select count(*) from assay.batch")).containsExactly("0");
    } finally {
      registry.server().restart();
    }

    run(pipeline, elsewhere);

    assertThat(postgres.rows("select id from orders")).containsExactly("a");
    assertThat(quarantine()).isEmpty();
  }

  @Test
  void aSymbolThatTheReaderDoesNotKnowIsAFaultOfTheRecord() throws Exception {
    String topic = prefix + ".orders";
    kafka.create(topic, 1);
    Schema written = state("\"new\", \"paid\", \"lost\"", "");
    int id = registry.register(topic + "-value", written);
    sendStates(topic, id, written, "new", "lost", "paid");

    run(states(topic, state("\"paid\", \"new\"", "")), registry.environment());

    assertThat(postgres.rows("select id, state from orders order by id"))
        .containsExactly("0|new", "2|paid");
    assertThat(quarantine())
        .containsExactly(
            "1|decode|" + id + "|the value is no datum of its Avro schema: No match for lost");
    assertThat(symbols())
        .containsExactly("CHECK ((state = ANY (ARRAY['paid'::text, 'new'::text])))");
  }

  @Test
  void aSymbolThatTheReaderDoesNotKnowIsItsDefaultWhereItHasOne() throws Exception {
    String topic = prefix + ".orders";
    kafka.create(topic, 1);
    Schema written = state("\"new\", \"paid\", \"lost\"", "");
    int id = registry.register(topic + "-value", written);
    sendStates(topic, id, written, "lost", "paid");

    run(
        states(topic, state("\"other\", \"paid\"", ", \"default\": \"other\"")),
        registry.environment());

    assertThat(postgres.rows("select id, state from orders order by id"))
        .containsExactly("0|other", "1|paid");
    assertThat(quarantine()).isEmpty();
  }

  /** The stream goes on under a schema with one symbol more, and then so does the definition. */
  @Test
  void aSymbolThatTheDefinitionDoesNotKnowIsAFindingUntilItDoes() throws Exception {
    String topic = prefix + ".orders";
    kafka.create(topic, 1);
    Schema first = state("\"new\", \"paid\"", "");
    Schema second = state("\"new\", \"paid\", \"lost\"", "");
    sendStates(topic, registry.register(topic + "-value", first), first, "new", "new");
    int id = registry.register(topic + "-value", second);
    sendStates(topic, id, second, "paid", "lost");

    run(states(topic, "enum, symbols = [new, paid]", ""), registry.environment());

    assertThat(
            postgres.rows("select record_offset, rule, field, value, message from assay.finding"))
        .containsExactly("3|symbol|state|lost|state: 'lost' is not one of new, paid");
    assertThat(postgres.rows("select state from orders order by 1")).containsExactly("new", "paid");

    sendStates(topic, id, second, "lost");
    run(states(topic, "enum, symbols = [new, paid, lost]", ""), registry.environment());

    assertThat(postgres.rows("select state from orders order by 1")).containsExactly("lost", "new");
    assertThat(symbols())
        .containsExactly("CHECK ((state = ANY (ARRAY['new'::text, 'paid'::text, 'lost'::text])))");
  }

  @Test
  void changeEventsInAvroFillATable() throws Exception {
    Schema row =
        parse(
            """
            {"type": "record", "name": "Value", "namespace": "server.public.customers", "fields": [
              {"name": "id", "type": "int"},
              {"name": "name", "type": ["null", "string"], "default": null},
              {"name": "born", "type": ["null", {"type": "int", "connect.version": 1, "connect.name": "io.debezium.time.Date"}], "default": null},
              {"name": "fee", "type": ["null", {"type": "bytes", "scale": 2, "precision": 9, "connect.version": 1,
                "connect.parameters": {"scale": "2"}, "connect.name": "org.apache.kafka.connect.data.Decimal", "logicalType": "decimal"}], "default": null}
            ]}
            """);
    Schema envelope =
        parse(
            """
            {"type": "record", "name": "Envelope", "namespace": "server.public.customers", "fields": [
              {"name": "before", "type": ["null", %s], "default": null},
              {"name": "after", "type": ["null", "Value"], "default": null},
              {"name": "source", "type": {"type": "record", "name": "Source", "fields": [{"name": "lsn", "type": ["null", "long"]}]}},
              {"name": "op", "type": "string"},
              {"name": "ts_ms", "type": ["null", "long"], "default": null}
            ]}
            """
                .formatted(row));
    Schema key =
        parse(
            """
            {"type": "record", "name": "Key", "namespace": "server.public.customers", "fields": [{"name": "id", "type": "int"}]}
            """);
    Schema transaction =
        parse(
            """
            {"type": "record", "name": "TransactionMetadataValue", "fields": [
              {"name": "status", "type": "string"}, {"name": "id", "type": "string"}]}
            """);
    String topic = prefix + ".customers";
    kafka.create(topic, 1);
    int value = registry.register(topic + "-value", envelope);
    int keys = registry.register(topic + "-key", key);
    int transactions = registry.register(prefix + ".transaction-value", transaction);
    GenericData.Record anne =
        record(row, Map.of("id", 1, "name", "Anne", "born", 18262, "fee", decimal(150)));
    send(topic, key(keys, key, 1), event(value, envelope, "c", null, anne));
    send(topic, key(keys, key, 2), event(value, envelope, "r", null, record(row, Map.of("id", 2))));
    send(topic, key(keys, key, 2), event(value, envelope, "d", record(row, Map.of("id", 2)), null));
    send(topic, key(keys, key, 2), null);
    send(topic, wire(transactions, transaction, Map.of("status", "BEGIN", "id", "5")));

    run(
        PipelineFile.parse(
            "customers.conf",
            """
            pipeline = %s
            source {
              topic-pattern = "%s\\\\.[a-z]+"
              format = debezium
              debezium { encoding = avro }
              key { format = debezium, debezium { encoding = avro } }
            }
            silver = false
            records { customer {
              fields {
                id { from = id, type = integer }
                name { from = name, type = text }
                born { from = born, type = date }
                fee { from = fee, type = "decimal(9,2)" }
                lsn { from = "_source.lsn", type = bigint }
              }
              delete { when = "_op = 'd' or _tombstone", key { id = "cast(_key.id as int)" } }
              tables { customers { key = [id], columns { id = id, name = name, born = born, fee = fee, lsn = lsn } } }
            } }
            """
                .formatted(prefix, prefix),
            Map.of()),
        registry.environment());

    assertThat(postgres.rows("select id, name, born, fee, lsn from customers"))
        .containsExactly("1|Anne|2020-01-01|1.50|7");
    assertThat(quarantine()).isEmpty();
    assertThat(postgres.rows("select raw, filtered, quarantined from assay.batch_topic"))
        .containsExactly("5|1|0");
  }

  private void run(Pipeline pipeline, Environment.Registry address) throws Exception {
    new KafkaToPostgres(kafka, postgres, lake).run(pipeline, Optional.of(address));
  }

  private static Schema state(String symbols, String fallback) {
    return parse(
        """
        {"type": "record", "name": "Order", "fields": [
          {"name": "id", "type": "int"},
          {"name": "state", "type": {"type": "enum", "name": "State", "symbols": [%s]%s}}
        ]}
        """
            .formatted(symbols, fallback));
  }

  /** Orders whose ids count from 0. */
  private void sendStates(String topic, int id, Schema schema, String... states) {
    for (int i = 0; i < states.length; i++) {
      GenericData.EnumSymbol state =
          new GenericData.EnumSymbol(schema.getField("state").schema(), states[i]);
      send(topic, wire(id, schema, Map.of("id", i, "state", state)));
    }
  }

  private Pipeline states(String topic, Schema reader) {
    return states(topic, "enum", "avro { reader-schema = \"\"\"" + reader + "\"\"\" }");
  }

  private Pipeline states(String topic, String type, String avro) {
    return PipelineFile.parse(
        "orders.conf",
        """
        pipeline = %s
        source { topics = ["%s"], format = avro, %s }
        silver = false
        records { order {
          fields { id { from = id, type = integer }, state { from = state, type = %s } }
          tables { orders { key = [id], columns { id = id, state = state } } }
        } }
        """
            .formatted(prefix, topic, avro, type),
        Map.of());
  }

  private java.util.List<String> symbols() {
    return postgres.rows(
        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid = 'orders'::regclass");
  }

  private Pipeline orders(String topic, String reader) {
    return PipelineFile.parse(
        "orders.conf",
        """
        pipeline = %s
        source {
          topics = ["%s"]
          format = avro
          avro { reader-schema = \"""%s\""" }
        }
        silver = false
        records { order {
          fields {
            id { from = id, type = text }
            quantity { from = quantity, type = bigint }
            price { from = price, type = "decimal(9,2)" }
            at { from = at, type = timestamp }
            note { from = note, type = text }
          }
          tables { orders { key = [id], columns { id = id, quantity = quantity, price = price, at = at, note = note } } }
        } }
        """
            .formatted(prefix, topic, reader),
        Map.of());
  }

  private java.util.List<String> quarantine() {
    return postgres.rows(
        "select record_offset, rule, schema_id, message from assay.finding order by record_offset, rule");
  }

  private void send(String topic, byte[] value) {
    send(topic, null, value);
  }

  private void send(String topic, byte[] key, byte[] value) {
    kafka.send(new ProducerRecord<>(topic, 0, key, value));
  }

  private static Map<String, Object> order2(String id, long quantity) {
    return Map.of(
        "id",
        id,
        "quantity",
        quantity,
        "note",
        "new",
        "price",
        decimal(150),
        "at",
        1_577_836_800_000_001L);
  }

  private static ByteBuffer decimal(long unscaled) {
    return ByteBuffer.wrap(java.math.BigInteger.valueOf(unscaled).toByteArray());
  }

  private static byte[] key(int id, Schema schema, int value) {
    return wire(id, schema, Map.of("id", value));
  }

  private static byte[] event(
      int id,
      Schema envelope,
      String operation,
      GenericData.Record before,
      GenericData.Record after) {
    Map<String, Object> values = new HashMap<>();
    values.put("before", before);
    values.put("after", after);
    values.put("source", record(envelope.getField("source").schema(), Map.of("lsn", 7L)));
    values.put("op", operation);
    values.put("ts_ms", 1L);
    return wire(id, envelope, values);
  }

  private static AssayException understood(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AssayException understood) {
        return understood;
      }
    }
    throw new AssertionError("Not understood", failure);
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json);
  }
}
