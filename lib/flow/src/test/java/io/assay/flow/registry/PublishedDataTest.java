package io.assay.flow.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.refine.TestPostgres;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data that others have published, where they lie beside the repository: through Kafka and the
 * shipped pipelines into PostgreSQL. The figures were counted from the files by other means.
 */
class PublishedDataTest {
  private static final String COUNTS =
      "select topic, sum(raw), sum(applied), sum(superseded), sum(filtered), sum(quarantined) from assay.batch_topic group by topic order by topic";

  private final ObjectMapper mapper = new ObjectMapper();
  private final TestKafka kafka = TestKafka.shared();
  private final TestPostgres postgres = TestPostgres.fresh();
  @TempDir Path lake;

  @Test
  void salesOfBothShapesBecomeOneTableThatGetsTheNewColumn() throws Exception {
    Path samples = samples("streaming_sales");
    Pipeline pipeline = pipeline("streaming-sales");
    kafka.create("products", 1);
    kafka.create("purchases", 1);
    sendCsv("products", samples.resolve("products.csv"));
    sendEach("purchases", mapper.readTree(samples.resolve("sample_data_small.json").toFile()));
    sendEach("purchases", mapper.readTree(samples.resolve("sample_data_large.json").toFile()));

    run(pipeline, Optional.empty());

    assertThat(quarantine()).isEmpty();
    // The small file is the beginning of the large one.
    assertThat(postgres.rows(COUNTS))
        .containsExactly("products|27|27|0|0|0", "purchases|790|500|290|0|0");
    assertThat(columns("sale_line")).doesNotContain("transaction_id");
    assertThat(postgres.rows("select count(*), sum(total), sum(quantity) from sale_line"))
        .containsExactly("500|3602.04|606");

    sendEach("purchases", mapper.readTree(samples.resolve("sample_date_new.json").toFile()));
    run(pipeline, Optional.empty());
    run(pipeline, Optional.empty()); // knows the column, and has nothing to do

    assertThat(quarantine()).isEmpty();
    // Four lines stand there twice to the letter.
    assertThat(postgres.rows(COUNTS))
        .containsExactly("products|27|27|0|0|0", "purchases|1097|803|294|0|0");
    assertThat(
            postgres.rows(
                "select count(*), sum(total), sum(quantity), count(transaction_id), count(distinct transaction_id) from sale_line"))
        .containsExactly("803|5786.45|967|303|210");
    assertThat(
            postgres.rows(
                "select product_id, quantity from sale_line where transaction_id = '1989564121033993527' order by 1"))
        .containsExactly("SC03|2", "SC04|1", "SF06|1");
    assertThat(postgres.rows("select count(*), count(*) filter (where is_member) from sale"))
        .containsExactly("710|203");
    assertThat(
            postgres.rows(
                "select count(*), sum(price * inventory), count(*) filter (where has_nuts) from product"))
        .containsExactly("27|8579.10|5");
    assertThat(postgres.rows("select count(*) from category")).containsExactly("4");
    assertThat(
            postgres.rows(
                "select table_name, column_name, type from assay.added_column where pipeline = 'streaming-sales'"))
        .containsExactly("sale_line|transaction_id|text");
  }

  @Test
  void aSaleWhoseTotalIsWrongIsRefused() throws Exception {
    Path samples = samples("streaming_sales");
    String suffix = "-" + UUID.randomUUID();
    kafka.create("products" + suffix, 1);
    kafka.create("purchases" + suffix, 1);
    sendCsv("products" + suffix, samples.resolve("products.csv"));
    String first =
        mapper.readTree(samples.resolve("sample_data_small.json").toFile()).get(0).toString();
    kafka.send("purchases" + suffix, 0, first, first.replace("7.98", "7.99"));

    run(
        PipelineFile.parse(
            "streaming-sales.conf",
            text("streaming-sales")
                .replace(
                    "[products, purchases]", "[products" + suffix + ", purchases" + suffix + "]")
                .replace("'products'", "'products" + suffix + "'"),
            Map.of()),
        Optional.empty());

    assertThat(postgres.rows("select total from sale_line")).containsExactly("7.98");
    assertThat(quarantine()).containsExactly("1|total|the total is not what the line comes to");
  }

  @Test
  void answersOfAnApiBecomePeopleAndWhatTheyShare() throws Exception {
    Path samples = samples("randomuser");
    kafka.create("users", 1);
    for (String file : List.of("bhubr_randomuser_v1.3.json", "mscimath_randomuser_v1.4.json")) {
      sendEach("users", mapper.readTree(samples.resolve(file).toFile()).get("results"));
    }

    run(pipeline("randomuser"), Optional.empty());

    assertThat(postgres.rows(COUNTS)).containsExactly("users|3|3|0|0|0");
    assertThat(
            postgres.rows(
                "select p.username, c.name, l.city, p.postcode, p.utc_offset, t.description, p.latitude, p.born_at from person p join place l using (place_id) join country c on c.code = l.country_code join timezone t using (utc_offset) order by 1"))
        .containsExactly(
            "bluelion127|Germany|Gundelfingen an der Donau|34954|+8:00|Beijing, Perth, Singapore, Hong Kong|-47.7608|1977-04-02 04:25:40.937+00",
            "organicostrich644|United Kingdom|Liverpool|K47 1GX|+7:00|Bangkok, Hanoi, Jakarta|7.1351|1951-11-01 17:49:27.423+00",
            "tinybutterfly327|New Zealand|Lower Hutt|74067|+8:00|Beijing, Perth, Singapore, Hong Kong|51.8379|1996-03-17 03:08:28.71+00");
    assertThat(postgres.rows("select count(*) from timezone")).containsExactly("2");
    assertThat(postgres.rows("select name, value from identity_document order by 1"))
        .containsExactly("NINO|YZ 06 58 77 N", "SVNR|71 010477 G 394");
    assertThat(postgres.rows("select size, count(*) from picture group by 1 order by 1"))
        .containsExactly("large|3", "medium|3", "thumbnail|3");
    assertThat(
            postgres.rows(
                "select count(*) from assay.finding where value like '%@%' or severity <> 'warn'"))
        .containsExactly("0");
  }

  @Test
  void messagesInTheWireFormatBecomeRowsOfEveryNestedPart() throws Exception {
    Path samples = samples("confluent_wire");
    kafka.create("user_data", 1);
    kafka.create("worker", 1);
    try (TestRegistry registry = TestRegistry.start()) {
      // The messages name the ids 1 and 3, and a new registry counts from 1.
      assertThat(registry.register("user_data-value", oneLine(samples, "user_schemaid1.avsc"), ""))
          .isEqualTo(1);
      assertThat(registry.register("between", "\"string\"", "")).isEqualTo(2);
      assertThat(registry.register("worker-value", oneLine(samples, "worker.avsc"), ""))
          .isEqualTo(3);
      for (String line : Files.readAllLines(samples.resolve("user_data_schemaid1.jsonl"))) {
        send("user_data", Base64.getDecoder().decode(mapper.readTree(line).get("value").asText()));
      }
      send("worker", Files.readAllBytes(samples.resolve("worker_schemaid3.bin")));

      run(pipeline("confluent-wire"), Optional.of(registry.environment()));
    }

    assertThat(quarantine()).isEmpty();
    assertThat(postgres.rows(COUNTS)).containsExactly("user_data|4|4|0|0|0", "worker|1|1|0|0|0");
    assertThat(postgres.rows("select name from wire_user order by 1"))
        .containsExactly("Aragorn", "Arwen", "Galadriel", "Gimli");
    assertThat(postgres.rows("select employee_id, role, team from worker"))
        .containsExactly("aa3afd44-8119-4565-809b-9df75d6ddab0|ProductionWorker|B");
    assertThat(
            postgres.rows(
                "select place, starts, ends, manufactured from production order by place"))
        .containsExactly("0|0700|1500|12", "1|1200|2000|8");
    assertThat(postgres.rows("select weekday, starts from work_schedule order by starts"))
        .containsExactly(
            "monday|0100",
            "tuesday|0200",
            "wednesday|0300",
            "thursday|0400",
            "friday|0500",
            "saturday|0600",
            "sunday|0700");
  }

  private void run(Pipeline pipeline, Optional<Environment.Registry> registry) throws Exception {
    new KafkaToPostgres(kafka, postgres, lake).run(pipeline, registry);
  }

  private void sendEach(String topic, JsonNode elements) {
    assertThat(elements).isNotEmpty();
    elements.forEach(element -> send(topic, element.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** As {@code assay feed} sends them: an object of texts for each line. No value is quoted. */
  private void sendCsv(String topic, Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] names = lines.get(0).split(",");
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",");
      Map<String, String> members = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        members.put(names[i], values[i]);
      }
      send(topic, mapper.writeValueAsBytes(members));
    }
  }

  private void send(String topic, byte[] value) {
    kafka.send(new ProducerRecord<>(topic, 0, null, value));
  }

  private List<String> quarantine() {
    return postgres.rows(
        "select record_offset, rule, message from assay.finding order by record_offset, rule");
  }

  private List<String> columns(String table) {
    return postgres.rows(
        "select column_name from information_schema.columns where table_name = '%s'"
            .formatted(table));
  }

  private static Pipeline pipeline(String name) throws IOException {
    return PipelineFile.parse(name + ".conf", text(name), Map.of());
  }

  private static String text(String name) throws IOException {
    return Files.readString(
        repository().resolve("conf").resolve("pipelines").resolve(name + ".conf"));
  }

  private static String oneLine(Path folder, String file) throws IOException {
    return Files.readString(folder.resolve(file)).replaceAll("\\s*\\n\\s*", " ").strip();
  }

  private static Path samples(String name) {
    Path folder = repository().resolveSibling("shared").resolve("data").resolve(name);
    assumeTrue(Files.isDirectory(folder), "There is no " + folder + ": the samples are elsewhere");
    return folder;
  }

  private static Path repository() {
    Path repository = Path.of("").toAbsolutePath();
    while (!Files.exists(repository.resolve("submit").resolve("assay"))) {
      repository = repository.getParent();
    }
    return repository;
  }
}
