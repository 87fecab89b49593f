package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.engine.function.AssayFunctions;
import io.assay.engine.record.RawRecord;
import io.assay.flow.TestSession;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.retry.Retries;
import io.assay.lake.RawTable;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Change events of Debezium, from their bytes to the tables of the pipeline customers. */
class ChangeEventsBatchTest {
  private static final SparkSession SPARK = TestSession.spark();
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final Pipeline PIPELINE =
      PipelineFile.parse(REPOSITORY.resolve("conf/pipelines/customers.conf"));
  private static final String CUSTOMERS = "shop.public.customers";
  private static final String TRANSACTIONS = "shop.transaction";

  private final ObjectMapper mapper = new ObjectMapper();
  private TestPostgres postgres = TestPostgres.fresh();
  private PipelineDatabase database;
  private RefineBatch batch;
  private long batches;
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

  /** Each digit is a record; the batches are separated by blanks. */
  @ParameterizedTest
  @ValueSource(strings = {"0123456789", "9 8 7 6 5 4 3 2 1 0", "31 970 5 2 864"})
  void theOrderOfArrivalMakesNoDifference(String arrival) throws Exception {
    List<Row> records =
        List.of(
            event(0, CUSTOMERS, change("c", 1, "Ann", 10)),
            event(1, CUSTOMERS, change("u", 1, "Anna", 20)),
            event(2, CUSTOMERS, change("c", 2, "Bob", 30)),
            event(3, TRANSACTIONS, "{\"status\": \"END\", \"id\": \"571:1\", \"event_count\": 2}"),
            event(4, CUSTOMERS, deletion(1, 40)),
            event(5, CUSTOMERS, null),
            event(6, CUSTOMERS, change("c", 3, "Anna", 41)),
            event(7, CUSTOMERS, "{\"ts_ms\": 1700000000000}"),
            event(8, CUSTOMERS, change("u", 1, "Anna", 20)), // the connector sent it again
            event(9, CUSTOMERS, deletion(2, 29)));

    for (String part : arrival.split(" ")) {
      apply(part.chars().mapToObj(place -> records.get(place - '0')).toList());
    }

    assertThat(postgres.rows("select id, first_name, assay_sequence_2 from customer order by id"))
        .containsExactly("2|Bob|30", "3|Anna|41");
    assertThat(history())
        .containsExactly("1|Ann|10|20|f", "1|Anna|20|40|f", "2|Bob|30|null|t", "3|Anna|41|null|t");
    assertThat(postgres.rows("select topic, partition, record_offset from assay.quarantine"))
        .isEmpty();
    assertThat(
            postgres.rows(
                "select sum(raw), sum(filtered), sum(applied) + sum(superseded) from assay.batch_topic"))
        .containsExactly("10|3|7");
  }

  @Test
  void peerBug09AChangedPrimaryKeyLeavesTheOldKeyAndTakesTheNew() throws Exception {
    apply(List.of(event(0, CUSTOMERS, change("c", 1, "Ann", 10))));

    apply(
        List.of(
            event(1, CUSTOMERS, deletion(1, 20)),
            event(2, CUSTOMERS, null),
            event(3, CUSTOMERS, change("c", 7, "Ann", 21))));

    assertThat(postgres.rows("select id, first_name from customer")).containsExactly("7|Ann");
    assertThat(history()).containsExactly("1|Ann|10|20|f", "7|Ann|21|null|t");
  }

  @Test
  void peerBug04UpdateDeleteUpdateOfOneKeyInOneBatchEndsUpdated() throws Exception {
    apply(
        List.of(
            event(0, CUSTOMERS, change("u", 1, "Ann", 10)),
            event(1, CUSTOMERS, deletion(1, 20)),
            event(2, CUSTOMERS, change("u", 1, "Anna", 30))));

    assertThat(postgres.rows("select id, first_name from customer")).containsExactly("1|Anna");
  }

  @Test
  void aDeletionThatCannotBePlacedIsQuarantined() throws Exception {
    apply(
        List.of(
            event(0, CUSTOMERS, "{\"op\": \"d\", \"before\": {\"id\": \"x\"}, \"source\": {}}"),
            event(
                1,
                CUSTOMERS,
                "{\"op\": \"d\", \"before\": {\"id\": 1, \"email\": 5}, \"source\": {\"lsn\": \"y\"}}"),
            event(2, CUSTOMERS, "{\"op\": \"d\", \"before\": null}")));

    assertThat(
            postgres.rows("select record_offset, rule, field from assay.finding order by 1, 2, 3"))
        .containsExactly("0|not-null|id", "0|type|id", "1|type|lsn", "2|not-null|id");
    assertThat(postgres.rows("select count(*) from assay.deleted")).containsExactly("0");
  }

  /** What others have published, if it is there: the events that Debezium's documentation shows. */
  @ParameterizedTest
  @ValueSource(strings = {"forwards", "backwards", "at once"})
  void publishedEventsBecomeTheRowsThatTheyTellOf(String way) throws Exception {
    Path samples = REPOSITORY.resolveSibling("shared/data/debezium/debezium_docs_postgres");
    assumeTrue(
        Files.isDirectory(samples), "There is no " + samples + ": the samples are elsewhere");
    List<Row> records = new ArrayList<>();
    for (String file :
        List.of(
            "01_transaction_metadata.jsonl",
            "05_create_with_schema.jsonl",
            "06_update.jsonl",
            "07_delete.jsonl",
            "08_truncate.jsonl",
            "09_message_transactional.jsonl")) {
      for (String line : Files.readAllLines(samples.resolve(file))) {
        records.add(event(records.size(), file.startsWith("01") ? TRANSACTIONS : CUSTOMERS, line));
      }
    }
    int end = records.size();
    // Before the deletion, and with it: the tables tell what the events say up to there.
    for (int seen : List.of(4, end)) {
      reopen();
      List<Row> part = new ArrayList<>(records.subList(0, seen));
      if (way.equals("at once")) {
        apply(part);
      } else {
        for (int i = 0; i < part.size(); i++) {
          apply(List.of(part.get(way.equals("forwards") ? i : part.size() - 1 - i)));
        }
      }

      assertThat(postgres.rows("select id, first_name, last_name, email from customer order by id"))
          .isEqualTo(told(part));
      assertThat(postgres.rows("select record_offset from assay.quarantine")).isEmpty();
      assertThat(postgres.rows("select sum(filtered) from assay.batch_topic"))
          .containsExactly(seen == end ? "3" : "2");
    }
    assertThat(postgres.rows("select first_name, current from customer_history"))
        .as("the create and the update have the same place in the log: they are one version")
        .containsExactly("Anne Marie|f");
  }

  /** The rows of the events, read by themselves: the last one of a key says it. */
  private List<String> told(List<Row> records) throws IOException {
    Map<Integer, String> rows = new TreeMap<>();
    for (Row record : records) {
      JsonNode value = mapper.readTree((byte[]) record.get(6));
      JsonNode event = value.has("payload") ? value.get("payload") : value;
      switch (event.path("op").asText()) {
        case "c", "u", "r" -> {
          JsonNode row = event.get("after");
          rows.put(
              row.get("id").asInt(),
              "%s|%s|%s|%s"
                  .formatted(
                      row.get("id").asText(),
                      row.get("first_name").asText(),
                      row.get("last_name").asText(),
                      row.get("email").asText()));
        }
        case "d" -> rows.remove(event.get("before").get("id").asInt());
        case "t" -> rows.clear();
        default -> {
          // no row
        }
      }
    }
    return List.copyOf(rows.values());
  }

  /** A database of its own for what follows. */
  private void reopen() {
    close();
    postgres = TestPostgres.fresh();
    open();
  }

  private List<String> history() {
    return postgres.rows(
        """
        select id, first_name, extract(epoch from valid_from)::bigint - 1700000000,
          extract(epoch from valid_to)::bigint - 1700000000, current
        from customer_history order by 1, 3
        """);
  }

  private void apply(List<Row> records) throws InterruptedException {
    batch.call(SPARK.createDataFrame(records, RawRecord.SCHEMA), batches++);
  }

  private static String change(String op, int id, String name, int position) {
    return """
        {"before": null, "after": {"id": %d, "first_name": "%s", "last_name": "Lee", "email": "%s@example.org"},
         "source": %s, "op": "%s", "ts_ms": 1}
        """
        .formatted(id, name, name.toLowerCase(Locale.ROOT), source(position), op);
  }

  private static String deletion(int id, int position) {
    return "{\"payload\": {\"before\": {\"id\": %d}, \"after\": null, \"source\": %s, \"op\": \"d\"}}"
        .formatted(id, source(position));
  }

  /** At so many seconds, at that place of the log. */
  private static String source(int position) {
    return "{\"ts_ms\": %d, \"lsn\": %d}"
        .formatted(1_700_000_000_000L + position * 1000L, position);
  }

  private static Row event(int offset, String topic, String value) {
    return RowFactory.create(
        topic,
        0,
        (long) offset,
        new Timestamp(1_700_000_000_000L + offset * 1000L),
        0,
        null,
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
