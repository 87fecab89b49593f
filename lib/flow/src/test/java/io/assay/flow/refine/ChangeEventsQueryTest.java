package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.TestSession;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.retry.Retries;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Change events from Kafka, with restarts in between. */
class ChangeEventsQueryTest {
  private static final RefineOptions FROM_KAFKA =
      new RefineOptions(
          RefineOptions.Source.KAFKA,
          Optional.empty(),
          OptionalLong.empty(),
          RefineOptions.End.CAUGHT_UP,
          Retries.PATIENT);

  private static final String TABLES =
      """
      select 'now', id, first_name, null, null, null from customer
      union all
      select 'history', id, first_name, extract(epoch from valid_from)::bigint::text, extract(epoch from valid_to)::bigint::text, current::text from customer_history
      order by 1, 2, 3, 4
      """;

  private final TestKafka kafka = TestKafka.shared();
  private final String events = kafka.topic(2);
  private final String transactions = kafka.topic(1);
  @TempDir Path lake;

  @Test
  void restartsAndARebuildGiveTheSameTables() throws Exception {
    TestPostgres postgres = TestPostgres.fresh();
    send(0, event("c", 1, "Ann", 10), event("u", 1, "Anna", 20), event("c", 2, "Bob", 30));
    kafka.send(transactions, 0, "{\"status\": \"BEGIN\", \"id\": \"5:1\"}");
    refine(postgres);
    // On the other partition, and the first one of them too late.
    send(1, event("u", 2, "Rob", 25), event("d", 1, "", 40));
    tombstone(1);
    send(1, event("c", 3, "Cleo", 50));
    refine(postgres);
    // The connector starts again and sends some of it once more; then the table is emptied.
    send(0, event("u", 1, "Anna", 20), event("d", 1, "", 40));
    refine(postgres);
    send(0, event("t", 0, "", 60), event("c", 4, "Dan", 70));
    refine(postgres);

    List<String> tables =
        List.of(
            "history|1|Ann|10|20|false",
            "history|1|Anna|20|40|false",
            "history|2|Bob|30|60|false",
            "history|2|Rob|25|30|false",
            "history|3|Cleo|50|60|false",
            "history|4|Dan|70|null|true",
            "now|4|Dan|null|null|null");
    assertThat(postgres.rows(TABLES)).isEqualTo(tables);
    assertThat(
            postgres.rows(
                "select sum(raw), sum(filtered), sum(quarantined) from assay.batch_topic"))
        .containsExactly("12|2|0");

    TestPostgres rebuilt = TestPostgres.fresh();
    refine(rebuilt);
    assertThat(rebuilt.rows(TABLES)).isEqualTo(tables);
  }

  private void send(int partition, String... values) {
    kafka.send(events, partition, values);
  }

  private void tombstone(int partition) {
    kafka.send(new ProducerRecord<>(events, partition, "{\"id\":1}".getBytes(), null));
  }

  private static String event(String op, int id, String name, int second) {
    String row =
        "{\"id\": %d, \"first_name\": \"%s\", \"last_name\": \"Lee\", \"email\": \"a@example.org\"}"
            .formatted(id, name);
    return "{\"before\": %s, \"after\": %s, \"source\": {\"ts_ms\": %d, \"lsn\": %d}, \"op\": \"%s\"}"
        .formatted(
            op.equals("d") ? row : "null",
            op.equals("d") || op.equals("t") ? "null" : row,
            second * 1000,
            second,
            op);
  }

  private void refine(TestPostgres postgres) throws Exception {
    String text =
        Files.readString(Path.of("../../conf/pipelines/customers.conf"))
            .replace(
                "[shop.public.customers, shop.transaction]",
                "[%s, %s]".formatted(events, transactions));
    Pipeline pipeline = PipelineFile.parse("customers.conf", text, Map.of());
    Environment environment =
        new Environment(
            "test",
            kafka.environment(),
            new Environment.Lake(lake.toUri().toString()),
            postgres.database());
    RunInfo run =
        new RunInfo(UUID.randomUUID(), "app", "here", "test", "0123456789abcdef", "definition");
    try (RefineRun refining =
        new RefineQuery(pipeline, environment, FROM_KAFKA)
            .start(TestSession.spark(), run, (source, batch) -> {})) {
      refining.query().awaitTermination();
    }
  }
}
