package io.assay.engine;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.record.Refined.Fate;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Records that others have published, where they lie beside the repository. */
class SharedSamplesTest {
  private static final SparkSession SPARK = TestSession.spark();

  @Test
  void documentedChangeEventsAreRead() throws IOException {
    Path events = sample("debezium").resolve("debezium_docs_postgres");
    Pipeline customers =
        pipeline(
            """
            pipeline = customers
            source { topics = [records], format = debezium, key { format = debezium } }
            records { customer {
              fields {
                op { from = _op, type = text }
                id { from = id, type = integer }
                first_name { from = first_name, type = text }
                email { from = email, type = text }
                lsn { from = "_source.lsn", type = bigint }
                at { from = _ts_ms, type = timestamp, unit = millis }
                key_id { from = { key = id }, type = integer }
              }
              tables { customers { key = [lsn, op], columns {
                lsn = lsn, op = op, id = id, first_name = first_name, email = email, at = at, key_id = key_id } } }
            } }
            """);
    byte[] key = Files.readAllBytes(events.resolve("04_key_with_schema.jsonl"));

    assertThat(
            rows(
                customers,
                key,
                lines(
                    events,
                    "01_transaction_metadata",
                    "05_create_with_schema",
                    "06_update",
                    "07_delete",
                    "08_truncate",
                    "09_message_transactional")))
        .containsExactly(
            "FILTER null",
            "FILTER null",
            "APPLY [24023128,c,1,Anne,annek@noanswer.org,2019-05-28 08:58:24.863,1]",
            "APPLY [24023128,u,1,Anne Marie,annek@noanswer.org,2016-06-10 18:40:25.523,1]",
            "APPLY [46523128,d,1,null,null,2016-06-10 18:05:02.461,1]",
            "APPLY [46523128,t,null,null,null,2019-05-28 08:58:24.961,1]",
            "FILTER null");
  }

  @Test
  void salesOfBothShapesObeyTheirTotal() throws IOException {
    Path sales = sample("streaming_sales");
    Pipeline purchases =
        pipeline(
            """
            pipeline = sales
            source { topics = [records], format = json }
            records { purchase {
              fields {
                at { from = transaction_time, type = timestamp }
                id { from = transaction_id, type = text }
                product_id { from = product_id, type = text }
                price { from = price, type = "decimal(9,2)" }
                quantity { from = quantity, type = integer }
                discount { from = member_discount, type = "decimal(3,2)" }
                added { from = add_supplements, type = boolean }
                supplement { from = supplement_price, type = "decimal(9,2)" }
                total { from = total_purchase, type = "decimal(9,2)" }
              }
              rules { total {
                check = "total = round((price + if(added, supplement, 0)) * quantity * (1 - discount), 2)"
                fields = [total]
              } }
              tables { purchase { key = [at, product_id], columns { at = at, id = id, product_id = product_id, total = total } } }
            } }
            """);
    ObjectMapper mapper = new ObjectMapper();
    for (String file :
        List.of("sample_data_small.json", "sample_data_large.json", "sample_date_new.json")) {
      List<byte[]> records = new ArrayList<>();
      for (JsonNode element : mapper.readTree(sales.resolve(file).toFile())) {
        records.add(element.toString().getBytes(StandardCharsets.UTF_8));
      }
      assertThat(records).isNotEmpty();
      assertThat(rows(purchases, null, records))
          .as(file)
          .allMatch(row -> row.startsWith("APPLY ["));
    }
  }

  @Test
  void productsWithTheirHeaderAreRead() throws IOException {
    List<String> lines = Files.readAllLines(sample("streaming_sales").resolve("products.csv"));
    Pipeline products =
        pipeline(
            """
            pipeline = products
            source {
              topics = [records]
              format = csv
              csv { columns = [Price, Item, ID, Inventory], header = true, extra-columns = ignore }
            }
            records { product {
              fields {
                id { from = ID, type = text }
                item { from = Item, type = text }
                price { from = Price, type = "decimal(9,2)" }
                inventory { from = Inventory, type = integer }
              }
              tables { product { key = [id], columns { id = id, item = item, price = price, inventory = inventory } } }
            } }
            """);
    List<byte[]> records =
        lines.stream()
            .skip(1)
            .map(line -> (lines.get(0) + "\n" + line + "\n").getBytes(StandardCharsets.UTF_8))
            .toList();

    List<String> rows = rows(products, null, records);

    assertThat(rows).hasSize(lines.size() - 1).allMatch(row -> row.startsWith("APPLY ["));
    assertThat(rows.get(0)).isEqualTo("APPLY [CS01,Sunrise Sunset,4.99,75]");
  }

  private static Path sample(String name) {
    Path repository = Path.of("").toAbsolutePath();
    while (!Files.exists(repository.resolve("submit").resolve("assay"))) {
      repository = repository.getParent();
    }
    Path folder = repository.resolveSibling("shared").resolve("data").resolve(name);
    assumeTrue(Files.isDirectory(folder), "There is no " + folder + ": the samples are elsewhere");
    return folder;
  }

  private static List<byte[]> lines(Path folder, String... names) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    for (String name : names) {
      for (String line : Files.readAllLines(folder.resolve(name + ".jsonl"))) {
        if (!line.isBlank()) {
          lines.add(line.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return lines;
  }

  private static Pipeline pipeline(String text) {
    return PipelineFile.parse("samples.conf", text, Map.of());
  }

  /** The fate of each record and its row. */
  private static List<String> rows(Pipeline pipeline, byte[] key, List<byte[]> values) {
    List<Row> records = new ArrayList<>();
    for (byte[] value : values) {
      records.add(
          RowFactory.create(
              "records",
              0,
              (long) records.size(),
              Timestamp.valueOf("2024-01-01 00:00:00"),
              0,
              key,
              value,
              null));
    }
    return new Refinement(pipeline)
            .apply(SPARK.createDataFrame(records, RawRecord.SCHEMA), lit(false))
            .collectAsList()
            .stream()
            .map(
                row ->
                    Fate.of(row.getAs(Refined.FATE))
                        + " "
                        + row.getAs(Refined.row(0, 0))
                        + (row.getAs(Refined.FINDINGS) == null ? "" : row.getAs(Refined.FINDINGS)))
            .toList();
  }
}
