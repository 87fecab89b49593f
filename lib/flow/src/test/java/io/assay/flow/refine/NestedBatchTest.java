package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.Positions;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.SilverTable;
import io.assay.lake.WriterIdentity;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One record of an order becomes rows of eight tables, from its JSON to PostgreSQL and silver. */
class NestedBatchTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          "orders.conf",
          """
          pipeline = orders
          source { topics = [orders], format = json }
          records {
            order {
              fields {
                order_id { from = id, type = text }
                customer { from = "customer.name", type = text }
                version  { from = version, type = integer }
                scores   { from = scores, type = "integer[]" }
                photo    { from = photo, type = binary }
                tags     { from = tags, type = "text[]" }
                lines {
                  from = lines, type = list
                  fields {
                    sku   { from = sku, type = text }
                    quantity { from = quantity, type = integer }
                    price { from = "price.amount", type = "decimal(12,2)" }
                    discounts {
                      from = discounts, type = list
                      fields { code { from = code, type = text }, percent { from = percent, type = double } }
                    }
                  }
                }
                attributes { from = attributes, type = map, of = text }
                contacts { from = contacts, type = map, fields { mail { from = mail, type = text } } }
              }
              sequence = version
              delete { when = "_tombstone", key { order_id = "_key" } }
              root = orders
              tables {
                orders { key = [order_id], columns { order_id = order_id, customer = customer, scores = scores, photo = photo } }
                product { each = lines, key = [sku], columns { sku = "lines.sku" }, keep = first }
                tag { each = tags, key = [name], columns { name = tags } }
                order_line {
                  each = lines, key = [line_id]
                  columns {
                    line_id { sql = "uuid5('f47ac10b-58cc-4372-a567-0e02b2c3d479', concat_ws('-', order_id, lines.sku))", type = uuid }
                    order_id = order_id
                    sku = "lines.sku"
                    place = "_index"
                    amount { sql = "lines.price * lines.quantity", type = "decimal(14,2)", not-null = true }
                  }
                  references { orders { columns = [order_id] }, product { columns = [sku] } }
                }
                line_discount {
                  each = lines.discounts, key = [line_id, code], when = "discounts.percent > 0"
                  columns {
                    line_id { sql = "uuid5('f47ac10b-58cc-4372-a567-0e02b2c3d479', concat_ws('-', order_id, lines.sku))", type = uuid }
                    code = "discounts.code"
                    percent = "discounts.percent"
                    line_place = "lines._index"
                  }
                  references { order_line { columns = [line_id] } }
                }
                order_tag {
                  each = tags, key = [order_id, tag], columns { order_id = order_id, tag = tags }
                  references { orders { columns = [order_id] }, tag { columns = [tag] } }
                }
                order_attribute {
                  each = attributes, key = [order_id, name], columns { order_id = order_id, name = "_key", value = "attributes.value" }
                  references { orders { columns = [order_id] } }
                }
                order_contact {
                  each = contacts, key = [order_id, role], columns { order_id = order_id, role = "contacts._key", mail = "contacts.mail" }
                  references { orders { columns = [order_id] } }
                }
              }
            }
          }
          """,
          Map.of());

  private static final String FULL =
      """
      {"id":"A","version":1,"customer":{"name":"Ann"},"scores":[3,null,5],"photo":"AQID","tags":["new","gift"],
       "lines":[
         {"sku":"X","quantity":2,"price":{"amount":"1.50"},"discounts":[{"code":"S","percent":5},{"code":"N","percent":0}]},
         {"sku":"Y","quantity":1,"price":{"amount":7},"discounts":[]}],
       "attributes":{"colour":"red","size":null},
       "contacts":{"billing":{"mail":"b@x"},"delivery":{"mail":"d@x"}}}
      """;

  private final TestPostgres postgres = TestPostgres.fresh();
  private PipelineDatabase database;
  private RefineBatch batch;
  @TempDir Path folder;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @BeforeEach
  void open() {
    database =
        PipelineDatabase.open(
            postgres.database(),
            PIPELINE,
            new RunInfo(
                UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"));
    batch =
        new RefineBatch(
            database,
            Optional.empty(),
            new RawTable(folder.resolve("raw").toUri().toString()),
            BatchSource.LAKE,
            End.STOPPED,
            new Retries(3, Duration.ofMillis(100), Duration.ofSeconds(1)),
            (source, committed) -> {});
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void oneRecordBecomesRowsOfManyTables() throws Exception {
    batch.call(dataset(List.of(order(0, "A", FULL))), 0L);

    assertThat(quarantine()).isEmpty();
    assertThat(postgres.rows("select order_id, customer, scores, photo from orders"))
        .containsExactly("A|Ann|{3,NULL,5}|\\x010203");
    assertThat(postgres.rows("select sku, place, amount from order_line order by place"))
        .containsExactly("X|0|3.00", "Y|1|7.00");
    assertThat(postgres.rows("select code, percent, line_place from line_discount"))
        .containsExactly("S|5|0");
    assertThat(postgres.rows("select sku from product order by 1")).containsExactly("X", "Y");
    assertThat(postgres.rows("select tag from order_tag order by 1"))
        .containsExactly("gift", "new");
    assertThat(postgres.rows("select name from tag order by 1")).containsExactly("gift", "new");
    assertThat(postgres.rows("select name, value from order_attribute order by 1"))
        .containsExactly("colour|red", "size|null");
    assertThat(postgres.rows("select role, mail from order_contact order by 1"))
        .containsExactly("billing|b@x", "delivery|d@x");
  }

  @Test
  void aKnownUuidIsTheKeyOfAChildAndTheForeignKeyOfItsOwnChild() throws Exception {
    batch.call(
        dataset(
            List.of(
                order(
                    0,
                    "user",
                    "{\"id\":\"user\",\"lines\":[{\"sku\":\"482\",\"quantity\":1,\"price\":{\"amount\":1},\"discounts\":[{\"code\":\"S\",\"percent\":1}]}]}"))),
        0L);

    assertThat(
            postgres.rows(
                "select l.line_id from order_line l join line_discount d using (line_id)"))
        .containsExactly("009c8453-e395-5e81-8ad2-a8d1587395df");
  }

  @Test
  void peerBug14AChildThatANewerVersionNoLongerHasIsGone() throws Exception {
    batch.call(dataset(List.of(order(0, "A", FULL))), 0L);

    batch.call(
        dataset(
            List.of(
                order(
                    1,
                    "A",
                    "{\"id\":\"A\",\"version\":2,\"tags\":[\"gift\"],\"lines\":[{\"sku\":\"Y\",\"quantity\":3,\"price\":{\"amount\":7}}]}"))),
        1L);

    assertThat(postgres.rows("select sku, amount, assay_offset from order_line"))
        .containsExactly("Y|21.00|1");
    assertThat(postgres.rows("select count(*) from line_discount")).containsExactly("0");
    assertThat(postgres.rows("select tag from order_tag")).containsExactly("gift");
    assertThat(postgres.rows("select count(*) from order_attribute")).containsExactly("0");
    assertThat(postgres.rows("select sku from product order by 1")).containsExactly("X", "Y");
    assertThat(counts()).containsExactly("orders|2|2|0|0|0|0");
  }

  @Test
  void aLateVersionChangesNoChild() throws Exception {
    batch.call(
        dataset(List.of(order(1, "A", "{\"id\":\"A\",\"version\":2,\"tags\":[\"gift\"]}"))), 0L);

    batch.call(dataset(List.of(order(0, "A", FULL))), 1L);

    assertThat(postgres.rows("select tag from order_tag")).containsExactly("gift");
    assertThat(postgres.rows("select count(*) from order_line")).containsExactly("0");
    assertThat(counts()).containsExactly("orders|2|1|0|0|1|0");
  }

  @Test
  void aDeletedRecordTakesItsChildrenAlong() throws Exception {
    batch.call(dataset(List.of(order(0, "A", FULL))), 0L);

    batch.call(dataset(List.of(order(1, "A", null))), 1L);

    for (String table :
        List.of("orders", "order_line", "line_discount", "order_tag", "order_attribute")) {
      assertThat(postgres.rows("select count(*) from " + table)).as(table).containsExactly("0");
    }
    assertThat(postgres.rows("select count(*) from tag")).containsExactly("2");
    assertThat(counts()).containsExactly("orders|2|2|0|0|0|0");
  }

  @Test
  void peerBug13WhatIsNoListIsQuarantinedWithItsPlaceAndOtherRecordsAreUnharmed() throws Exception {
    batch.call(
        dataset(
            List.of(
                order(0, "n", "{\"id\":\"n\",\"lines\":null}"),
                order(1, "s", "{\"id\":\"s\",\"lines\":\"none\"}"),
                order(2, "o", "{\"id\":\"o\",\"lines\":{\"sku\":\"X\"}}"),
                order(3, "e", "{\"id\":\"e\",\"lines\":[{\"sku\":\"X\",\"quantity\":\"many\"},7]}"),
                order(4, "a", FULL))),
        0L);

    assertThat(postgres.rows("select order_id from orders order by 1")).containsExactly("A", "n");
    assertThat(
            postgres.rows(
                "select record_offset, rule, field, value from assay.finding order by record_offset, field"))
        .containsExactly(
            "1|type|lines|none",
            "2|type|lines|{\"sku\":\"X\"}",
            "3|type|lines[0].quantity|many",
            "3|type|lines[1]|7");
  }

  @Test
  void aColumnThatAnElementGivesNothingForIsNamedWithItsPlace() throws Exception {
    batch.call(
        dataset(
            List.of(order(0, "A", "{\"id\":\"A\",\"lines\":[{\"sku\":\"X\",\"quantity\":1}]}"))),
        0L);

    assertThat(postgres.rows("select rule, field, message from assay.finding"))
        .containsExactly(
            "not-null|amount|lines[0]: nothing for the column order_line.amount, which must not be empty");
  }

  @Test
  void twoElementsWithOneKeyAreADuplicate() throws Exception {
    batch.call(dataset(List.of(order(0, "A", "{\"id\":\"A\",\"tags\":[\"x\",\"y\",\"x\"]}"))), 0L);

    assertThat(postgres.rows("select rule, field, value from assay.finding"))
        .containsExactly("duplicate-order_tag|order_id, tag|A, x");
    assertThat(counts()).containsExactly("orders|1|0|1|0|0|0");
  }

  @Test
  void theSameBatchTwiceChangesNothing() throws Exception {
    batch.call(dataset(List.of(order(0, "A", FULL))), 0L);
    List<String> before = postgres.rows("select * from order_line order by place");

    batch.call(dataset(List.of(order(0, "A", FULL))), 0L);

    assertThat(postgres.rows("select * from order_line order by place")).isEqualTo(before);
  }

  @Test
  void silverKeepsTheListsTyped() throws Exception {
    Environment.Lake lake = new Environment.Lake(folder.toUri().toString());
    List<Row> records = List.of(order(0, "A", FULL));
    RawWriter writer =
        RawWriter.open(
            SPARK,
            new RawTable(lake.raw("orders")),
            WriterIdentity.of(SPARK, UUID.randomUUID()),
            Clock.systemUTC());
    writer.append(
        dataset(records), writer.positions().advancedTo(Positions.none().with("orders", 0, 1)));
    batch.call(dataset(records), 0L);

    new SilverWriter(SPARK, database, Optional.empty(), lake).catchUp();

    assertThat(
            new SilverTable(lake.silver("orders", "order"), "orders/order")
                .read(SPARK)
                .selectExpr(
                    "lines[0].price", "lines[0].discounts[0].code", "attributes[0]._key", "scores")
                .collectAsList()
                .toString())
        .isEqualTo("[[1.50,S,colour,ArraySeq(3, null, 5)]]");
  }

  @Test
  void aRecordWaitsUntilTheParentsOfAllItsElementsAreThere() throws Exception {
    Pipeline pipeline =
        PipelineFile.parse(
            "stock.conf",
            """
            pipeline = stock
            source { topics = [products, orders], format = json }
            records {
              product {
                when = "_topic = 'products'"
                fields { sku { from = sku, type = text } }
                tables { product { key = [sku], columns { sku = sku } } }
              }
              order {
                fields { id { from = id, type = text }, lines { from = lines, type = list, fields { sku { from = sku, type = text } } } }
                root = orders
                tables {
                  orders { key = [id], columns { id = id } }
                  line {
                    each = lines, key = [id, no], columns { id = id, no = "_index", sku = "lines.sku" }
                    references { orders { columns = [id] }, product { columns = [sku], orphan { hold = 1 day } } }
                  }
                }
              }
            }
            """,
            Map.of());
    TestPostgres server = TestPostgres.fresh();
    try (PipelineDatabase own =
        PipelineDatabase.open(
            server.database(),
            pipeline,
            new RunInfo(
                UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"))) {
      RefineBatch refine =
          new RefineBatch(
              own,
              Optional.empty(),
              new RawTable(folder.resolve("raw").toUri().toString()),
              BatchSource.LAKE,
              End.STOPPED,
              new Retries(3, Duration.ofMillis(100), Duration.ofSeconds(1)),
              (source, committed) -> {});

      refine.call(
          dataset(
              List.of(
                  record("products", 0, "{\"sku\":\"X\"}"),
                  record(
                      "orders",
                      0,
                      "{\"id\":\"A\",\"lines\":[{\"sku\":\"X\"},{\"sku\":\"Y\"},{\"sku\":\"Z\"},{\"sku\":\"Y\"}]}"))),
          0L);
      assertThat(server.rows("select waits_for, waits_key from assay.held"))
          .containsExactly("product|{Y}");
      refine.call(dataset(List.of(record("products", 1, "{\"sku\":\"Y\"}"))), 1L);
      assertThat(server.rows("select waits_for, waits_key from assay.held"))
          .containsExactly("product|{Z}");
      assertThat(server.rows("select id from orders")).isEmpty();
      refine.call(dataset(List.of(record("products", 2, "{\"sku\":\"Z\"}"))), 2L);

      assertThat(server.rows("select id, no, sku from line order by no"))
          .containsExactly("A|0|X", "A|1|Y", "A|2|Z", "A|3|Y");
      assertThat(server.rows("select count(*) from assay.held")).containsExactly("0");
      assertThat(server.rows("select count(*) from assay.quarantine")).containsExactly("0");
    }
  }

  private List<String> quarantine() {
    return postgres.rows("select rule, field, value, message from assay.finding");
  }

  private List<String> counts() {
    return postgres.rows(
        "select topic, sum(raw), sum(applied), sum(quarantined), sum(filtered), sum(superseded), sum(held)"
            + " from assay.batch_topic group by topic order by topic");
  }

  private static Dataset<Row> dataset(List<Row> records) {
    return SPARK.createDataFrame(new ArrayList<>(records), RawRecord.SCHEMA);
  }

  private static Row order(long offset, String key, String value) {
    return record("orders", offset, key, value);
  }

  private static Row record(String topic, long offset, String value) {
    return record(topic, offset, "", value);
  }

  private static Row record(String topic, long offset, String key, String value) {
    return RowFactory.create(
        topic,
        0,
        offset,
        new Timestamp(1_700_000_000_000L + offset),
        0,
        key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
