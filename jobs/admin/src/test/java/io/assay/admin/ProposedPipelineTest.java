package io.assay.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.kafka.TopicSample;
import io.assay.flow.refine.RefineBatch;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.model.file.Rendered;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.runtime.ExitStatus;
import io.assay.runtime.SessionFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nested topics, from {@code propose} by {@code plan} and {@code apply} to rows: what is proposed
 * is taken as it is, and the tables have to be the normal form that the test builds by itself.
 */
class ProposedPipelineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static SparkSession session;

  private final Servers servers = new Servers();
  private final Random random = new Random(23);
  private final Map<String, TreeSet<String>> expected = new LinkedHashMap<>();
  @TempDir Path folder;

  @BeforeAll
  static void start() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    System.setProperty("spark.sql.shuffle.partitions", "2");
    session = SessionFactory.start("proposed-test");
    AssayFunctions.register(session);
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  @Test
  void ordersWithPeopleAndGoodsInManyPlaces() throws Exception {
    List<byte[]> orders = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      orders.add(JSON.writeValueAsBytes(order(i)));
    }

    run("goods-orders", orders);

    has("goods_orders", "order_no || ' ' || coalesce(replaces, '-')");
    has("person", "person_id || ' ' || name");
    has("buyer", "order_no || ' ' || buyer_person_id", "goods_orders");
    has("recipient", "order_no || ' ' || recipient_person_id", "goods_orders");
    has("order_line", "order_no || ' ' || line_no || ' ' || article_sku", "goods_order_line");
    has("article", "sku || ' ' || family_id");
    has("family", "id || ' ' || label");
    has("packer", "order_no || ' ' || line_no || ' ' || packed_by_person_id", "goods_order_line");
    has("duty", "order_no || ' ' || line_no || ' ' || kind", "goods_order_line_duty");
    has("note", "order_no || ' ' || note", "goods_order_note");
    has("rate", "order_no || ' ' || currency || ' ' || value", "goods_order_rate");
    assertThat(servers.column("select at from goods_orders where order_no = 'G-7'"))
        .containsExactly("{7.5,50.25}");
  }

  private Map<String, Object> order(int i) {
    Map<String, Object> order = new LinkedHashMap<>();
    String number = "G-" + i;
    order.put("ts", 1_700_000_000_000L + i);
    order.put("order no", number);
    String replaces = i > 3 && i % 4 == 0 ? "G-" + (i - 3) : null;
    order.put("replaces", replaces);
    expect("goods_orders", number + " " + (replaces == null ? "-" : replaces));
    order.put("buyer", person("buyer", number));
    if (i % 3 > 0) {
      order.put("recipient", person("recipient", number));
    }
    order.put("at", List.of(i + 0.5, 50.25));
    List<Object> lines = new ArrayList<>();
    for (int line = 1; line <= 1 + random.nextInt(4); line++) {
      Map<String, Object> article = article();
      String key = number + " " + line;
      expect("order_line", key + " " + article.get("sku"));
      List<Object> duties = new ArrayList<>();
      for (String kind : List.of("vat", "eco").subList(0, random.nextInt(3))) {
        duties.add(Map.of("kind", kind, "share", 0.25));
        expect("duty", key + " " + kind);
      }
      Map<String, Object> whole = new LinkedHashMap<>();
      whole.put("line_no", line);
      whole.put("article", article);
      whole.put("quantity", 1 + random.nextInt(3));
      whole.put("packed_by", person("packer", key));
      whole.put("duties", duties);
      lines.add(whole);
    }
    order.put("lines", lines);
    List<String> notes = List.of("fragile", "gift", "cold").subList(0, random.nextInt(4));
    notes.forEach(note -> expect("note", number + " " + note));
    order.put("notes", notes);
    order.put("rates", Map.of("USD", 1 + i, "CHF", 2 + i));
    expect("rate", number + " USD " + (1 + i));
    expect("rate", number + " CHF " + (2 + i));
    return order;
  }

  private Map<String, Object> person(String role, String where) {
    String id = "P" + random.nextInt(25);
    expect("person", id + " Name of " + id);
    expect(role, where + " " + id);
    return Map.of("person_id", id, "name", "Name of " + id);
  }

  private Map<String, Object> article() {
    int number = random.nextInt(30);
    int family = number % 5;
    expect("article", "S" + number + " " + family);
    expect("family", family + " Family " + family);
    return Map.of(
        "sku",
        "S" + number,
        "title",
        "Article " + number,
        "family",
        Map.of("id", family, "label", "Family " + family));
  }

  @Test
  void messagesWithoutAnIdAndWithOddNames() throws Exception {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Map<String, Object> message = new LinkedHashMap<>();
      String channel = "room " + i % 5;
      message.put("@channel", channel);
      message.put("sent.at", Map.of("$date", 1_700_000_000_000L + 1000 * (i / 5)));
      message.put("order", i);
      message.put("user", user());
      message.put("User Agent", i % 2 == 0 ? "a" : "b");
      List<Object> mentions = new ArrayList<>();
      for (int k = 0; k < i % 3; k++) {
        Map<String, Object> mention = new LinkedHashMap<>(user());
        mention.put("offset", 10 * k);
        mentions.add(mention);
        expect("mentions", channel + " " + i / 5 + " " + k);
      }
      message.put("mentions", mentions);
      expect("messages", channel + " " + i / 5);
      messages.add(JSON.writeValueAsBytes(message));
    }

    run("odd-messages", messages);

    String second = "extract(epoch from %s)::bigint - 1700000000";
    has("messages", "channel || ' ' || " + second.formatted("sent_at"), "odd_messages");
    has("users", "handle || ' ' || name");
    has(
        "mentions",
        "odd_message_channel || ' ' || "
            + second.formatted("sent_at")
            + " || ' ' || the_offset / 10",
        "odd_message_mention");
    assertThat(
            servers.column(
                "select count(*) from odd_messages m join users u on u.handle = m.user_handle"))
        .containsExactly("50");
  }

  private Map<String, Object> user() {
    int number = random.nextInt(9);
    expect("users", "h" + number + " User " + number);
    return Map.of("handle", "h" + number, "name", "User " + number);
  }

  @Test
  void avroOfARegistryHasTheTypesOfItsSchema() throws Exception {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "Reading", "fields": [
                  {"name": "id", "type": "long"},
                  {"name": "zip", "type": "string"},
                  {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3}},
                  {"name": "labels", "type": {"type": "map", "values": "string"}},
                  {"name": "points", "type": {"type": "array", "items": {"type": "record", "name": "Point", "fields": [
                    {"name": "no", "type": "int"}, {"name": "value", "type": ["null", "float"], "default": null}]}}}]}
                """);
    int id =
        JSON.readTree(Servers.register("readings-value", schema.toString())).path("id").asInt();
    List<byte[]> readings = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<GenericRecord> points = new ArrayList<>();
      for (int point = 0; point < i % 4; point++) {
        points.add(
            new GenericRecordBuilder(schema.getField("points").schema().getElementType())
                .set("no", point)
                .set("value", 0.5f * point)
                .build());
        expect("points", i + " " + point);
      }
      readings.add(
          wire(
              id,
              schema,
              new GenericRecordBuilder(schema)
                  .set("id", (long) i)
                  .set("zip", "1234" + i % 10)
                  .set("amount", ByteBuffer.wrap(new byte[] {(byte) i}))
                  .set("labels", Map.of("colour", "red", "size", "s" + i))
                  .set("points", points)
                  .build()));
      expect("labels", i + " colour red");
      expect("labels", i + " size s" + i);
    }

    run("readings", readings);

    has("points", "reading_id || ' ' || no", "reading_point");
    has("labels", "reading_id || ' ' || name || ' ' || value", "reading_label");
    assertThat(
            servers.column(
                "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'readings'::regclass and attnum > 0 order by attnum limit 3"))
        .containsExactly("bigint", "text", "numeric(9,3)");
  }

  private static byte[] wire(int id, Schema schema, GenericRecord datum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0);
    bytes.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema, new GenericData()).write(datum, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private void expect(String what, String row) {
    expected.computeIfAbsent(what, any -> new TreeSet<>()).add(row);
  }

  private void has(String table, String row) {
    has(table, row, table);
  }

  /** The rows of the table, of which the expression is not null, are those that are expected. */
  private void has(String what, String row, String table) {
    assertThat(
            servers.column("select %1$s from %2$s where (%1$s) is not null".formatted(row, table)))
        .as(what)
        .containsExactlyInAnyOrderElementsOf(expected.get(what));
  }

  private void run(String topic, List<byte[]> records) throws Exception {
    Servers.topic(topic);
    Servers.send(topic, records);
    Path env = Files.writeString(folder.resolve("env.conf"), servers.withRegistry());
    Path file = folder.resolve(topic + ".conf");
    Files.writeString(
        file,
        said(() -> ProposeCommand.run(args("--topic", topic, "--env", env)), ExitStatus.STOPPED));
    String[] both = args(file, "--env", env);
    said(() -> PlanCommand.run(both), ExitStatus.CHANGES);
    said(() -> ApplyCommand.run(both), ExitStatus.STOPPED);
    said(() -> PlanCommand.run(both), ExitStatus.STOPPED);
    refine(PipelineFile.parse(file), EnvironmentFile.parse(env), topic);
    assertThat(
            servers.column(
                "select rule || ' ' || message from assay.finding where severity = 'reject'"))
        .isEmpty();
    assertThat(servers.column("select count(*) from assay.quarantine")).containsExactly("0");
  }

  /** In two batches, so that keys of the first are found by the second. */
  private static void refine(Pipeline pipeline, Environment environment, String topic)
      throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        new TopicSample(environment.kafka(), topic).read(10_000)) {
      rows.add(
          RowFactory.create(
              topic,
              record.partition(),
              record.offset(),
              new Timestamp(record.timestamp()),
              0,
              record.key(),
              record.value(),
              List.of()));
    }
    Rendered rendered = Rendered.of(pipeline);
    RunInfo run =
        new RunInfo(
            UUID.randomUUID(), "test", "localhost", "test", rendered.version(), rendered.text());
    try (PipelineDatabase database = PipelineDatabase.open(environment.database(), pipeline, run)) {
      RefineBatch refine =
          new RefineBatch(
              database,
              environment.registry(),
              new RawTable("file:///nowhere/raw"),
              BatchSource.LAKE,
              End.STOPPED,
              Retries.PATIENT,
              (source, batch) -> {});
      int half = rows.size() / 2;
      refine.call(session.createDataFrame(rows.subList(0, half), RawRecord.SCHEMA), 0L);
      refine.call(session.createDataFrame(rows.subList(half, rows.size()), RawRecord.SCHEMA), 1L);
    }
  }

  private static String[] args(Object... all) {
    String[] args = new String[all.length];
    for (int i = 0; i < all.length; i++) {
      args[i] = all[i].toString();
    }
    return args;
  }

  private interface Command {
    ExitStatus run();
  }

  private static String said(Command command, ExitStatus status) {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      ExitStatus ended = command.run();
      assertThat(ended).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(status);
    } finally {
      System.setOut(out);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
