package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.TestSession;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.retry.Retries;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.RunInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefineQueryTest {
  private static final RefineOptions FROM_KAFKA =
      new RefineOptions(
          RefineOptions.Source.KAFKA,
          Optional.empty(),
          OptionalLong.empty(),
          RefineOptions.End.CAUGHT_UP,
          Retries.PATIENT);

  private final TestKafka kafka = TestKafka.shared();
  private final String topic = kafka.topic(1);
  @TempDir Path lake;

  @Test
  void fromKafkaOnlyTheLedgerSaysWhereToGoOn() throws Exception {
    TestPostgres first = TestPostgres.fresh();
    kafka.send(topic, 0, "{\"id\":\"a\"}", "{\"id\":\"b\"}");
    refine(first);
    kafka.send(topic, 0, "{\"id\":\"c\"}");
    refine(first);
    TestPostgres empty = TestPostgres.fresh();
    refine(empty);

    List<String> all = List.of("a|0", "b|1", "c|2");
    assertThat(first.rows("select id, assay_offset from item order by id")).isEqualTo(all);
    assertThat(first.rows("select sum(raw), sum(replayed) from assay.batch_topic"))
        .containsExactly("3|0");
    assertThat(empty.rows("select id, assay_offset from item order by id")).isEqualTo(all);
  }

  private void refine(TestPostgres postgres) throws Exception {
    Pipeline pipeline =
        PipelineFile.parse(
            "items.conf",
            """
            pipeline = items
            source { topics = [%s], format = json }
            records {
              item {
                when = "true"
                fields { id { from = id, type = text } }
                root = item
                tables { item { key = [id], columns { id = id } } }
              }
            }
            """
                .formatted(topic),
            Map.of());
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
