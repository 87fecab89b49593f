package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.Dimension;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dimensions, of whose rows a task stages the newest only, unless a record is refused. */
class DimensionBatchTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final String NO_BAD_PRODUCT =
      "alter table product add constraint no_bad check (name <> 'bad')";
  private static final String PRODUCTS =
      "select sku, name, assay_partition, assay_offset, assay_sequence from product order by sku";
  private static final String DEFINITION =
      """
      pipeline = orders
      silver = false
      source { topics = [orders], format = json }
      records {
        order {
          fields {
            id      { from = id, type = text }
            version { from = version, type = %s }
            lines { from = lines, type = list, fields { sku { from = sku, type = text }, name { from = name, type = text } } }
          }
          sequence = version
          %s
          root = orders
          tables {
            orders  { key = [id], columns { id = id } }
            product { each = lines, key = [sku], columns { sku = lines.sku, name = lines.name }, %s }
            line {
              each = lines, key = [id, place], columns { id = id, place = "_index", sku = lines.sku }
              references { orders { columns = [id] }, product { columns = [sku] } }
            }
          }
        }
      }
      """;

  private static final String WITH_HISTORY =
      """
      pipeline = visits
      silver = false
      source { topics = [visits], format = json }
      records {
        visit {
          fields { id { from = id, type = text }, city { from = city, type = text }, mayor { from = mayor, type = text } }
          root = visit
          tables {
            city   { key = [name], columns { name = city } }
            office { key = [city], columns { city = city, mayor = mayor }, history = true }
            visit  { key = [id], columns { id = id, city = city } }
          }
        }
      }
      """;

  private final TestPostgres postgres = TestPostgres.fresh();
  @TempDir Path lake;

  @BeforeAll
  static void registerFunctions() {
    AssayFunctions.register(SPARK);
  }

  @Test
  void oneBatchGivesTheRowsThatABatchForEachRecordGives() throws Exception {
    for (String keep : List.of("keep = newest", "keep = first")) {
      Pipeline pipeline = pipeline("integer", "", keep);
      List<Row> records = randomOrders(60);
      TestPostgres one = TestPostgres.fresh();
      try (PipelineDatabase database = open(one, pipeline)) {
        batch(database).call(dataset(records), 0L);
      }
      TestPostgres many = TestPostgres.fresh();
      try (PipelineDatabase database = open(many, pipeline)) {
        RefineBatch batch = batch(database);
        for (int i = 0; i < records.size(); i++) {
          batch.call(dataset(records.subList(i, i + 1)), (long) i);
        }
      }

      assertThat(one.rows(PRODUCTS)).as(keep).hasSize(5).isEqualTo(many.rows(PRODUCTS));
    }
  }

  @Test
  void whereARecordIsRefusedAnOlderOneGivesTheRow() throws Exception {
    try (PipelineDatabase database = open(postgres, pipeline("integer", "", "keep = newest"))) {
      RefineBatch batch = batch(database);
      batch.call(dataset(List.of(order(0, 0, "a", 1, "X", "good"))), 0L);
      postgres.execute(NO_BAD_PRODUCT);

      batch.call(
          dataset(
              List.of(
                  order(0, 1, "b", 1, "Y", "fine"),
                  order(0, 2, "c", 1, "Y", "bad"),
                  order(0, 3, "d", 1, "X", "better"))),
          1L);
    }

    assertThat(postgres.rows(PRODUCTS)).containsExactly("X|better|0|3|1", "Y|fine|0|1|1");
    assertThat(postgres.rows("select record_offset from assay.quarantine")).containsExactly("2");
    assertThat(postgres.rows("select id from orders order by 1")).containsExactly("a", "b", "d");
  }

  @Test
  void theSameIsSoOfABatchThatIsMergedInTheBackground() throws Exception {
    List<Row> first = new ArrayList<>();
    List<Row> second = new ArrayList<>();
    int large = (int) RefineBatch.LARGE;
    for (int i = 0; i < large; i++) {
      first.add(order(0, i, "a" + i, 1, "X", i == large - 1 ? "bad" : "v" + i));
      second.add(order(0, large + i, "b" + i, 1, "Y", "w" + i));
    }
    try (PipelineDatabase database = open(postgres, pipeline("integer", "", "keep = newest"))) {
      try (RefineBatch batch = batch(database)) {
        batch.call(dataset(List.of(order(1, 0, "z", 0, "X", "v"))), 0L);
        postgres.execute(NO_BAD_PRODUCT);
        batch.call(dataset(first), 1L);
        batch.call(dataset(second), 2L);
      }
    }

    assertThat(postgres.rows("select sku, name, assay_offset from product order by 1"))
        .containsExactly(
            "X|v%d|%d".formatted(large - 2, large - 2),
            "Y|w%d|%d".formatted(large - 1, 2 * large - 1));
    assertThat(postgres.rows("select record_offset from assay.quarantine"))
        .containsExactly(Integer.toString(large - 1));
    assertThat(
            postgres.rows("select sum(raw), sum(applied), sum(quarantined) from assay.batch_topic"))
        .containsExactly("%d|%d|1".formatted(2 * large + 1, 2 * large));
  }

  @Test
  void allRowsAreStagedWhereStoredRowsDecideOrEveryVersionStays() {
    Dimension product = new Dimension("order", "product");

    assertThat(dimensions(pipeline("integer", "", "keep = newest"))).containsExactly(product);
    assertThat(dimensions(pipeline("timestamp", "", "keep = first"))).containsExactly(product);
    assertThat(dimensions(PipelineFile.parse("visits.conf", WITH_HISTORY, Map.of())))
        .containsExactly(new Dimension("visit", "city"));
    assertThat(dimensions(pipeline("integer", "rules { once { unique = [id] } }", "keep = newest")))
        .isEmpty();
  }

  private static List<Dimension> dimensions(Pipeline pipeline) {
    try (PipelineDatabase database = open(TestPostgres.fresh(), pipeline)) {
      return List.copyOf(database.dimensions());
    }
  }

  private static Pipeline pipeline(String sequence, String rules, String keep) {
    return PipelineFile.parse("orders.conf", DEFINITION.formatted(sequence, rules, keep), Map.of());
  }

  /** In two partitions, with sequences that come twice or are absent, in no order. */
  private static List<Row> randomOrders(int count) {
    Random random = new Random(7);
    List<Row> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Integer version = random.nextInt(4) == 0 ? null : random.nextInt(6);
      String sku = "S" + random.nextInt(5);
      records.add(order(i % 2, i / 2, "o" + i, version, sku, "name " + i));
    }
    Collections.shuffle(records, random);
    return records;
  }

  private static Row order(
      int partition, long offset, String id, Integer version, String sku, String name) {
    String value =
        "{\"id\":\"%s\",\"version\":%s,\"lines\":[{\"sku\":\"%s\",\"name\":\"%s\"}]}"
            .formatted(id, version, sku, name);
    return RowFactory.create(
        "orders",
        partition,
        offset,
        new Timestamp(1_700_000_000_000L + offset),
        0,
        null,
        value.getBytes(UTF_8),
        List.of());
  }

  private static Dataset<Row> dataset(List<Row> records) {
    return SPARK.createDataFrame(new ArrayList<>(records), RawRecord.SCHEMA).coalesce(1);
  }

  private static PipelineDatabase open(TestPostgres postgres, Pipeline pipeline) {
    return PipelineDatabase.open(
        postgres.database(),
        pipeline,
        new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition"));
  }

  private RefineBatch batch(PipelineDatabase database) {
    return new RefineBatch(
        database,
        Optional.empty(),
        new RawTable(lake.resolve("raw").toUri().toString()),
        BatchSource.LAKE,
        End.STOPPED,
        new Retries(3, Duration.ofMillis(10), Duration.ofMillis(20)),
        (source, committed) -> {});
  }
}
