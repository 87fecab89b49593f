package io.assay.flow.registry;

import io.assay.flow.TestSession;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.refine.RefineOptions;
import io.assay.flow.refine.RefineQuery;
import io.assay.flow.refine.RefineRun;
import io.assay.flow.refine.TestPostgres;
import io.assay.flow.retry.Retries;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.Rendered;
import io.assay.postgres.RunInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A run of refine that reads Kafka until it has caught up. */
record KafkaToPostgres(TestKafka kafka, TestPostgres postgres, Path lake) {
  void run(Pipeline pipeline, Optional<Environment.Registry> registry) throws Exception {
    Environment environment =
        new Environment(
            "test",
            kafka.environment(),
            new Environment.Lake(lake.toUri().toString()),
            postgres.database(),
            registry);
    RefineOptions options =
        new RefineOptions(
            RefineOptions.Source.KAFKA,
            Optional.empty(),
            OptionalLong.empty(),
            RefineOptions.End.CAUGHT_UP,
            new Retries(2, Duration.ofMillis(10), Duration.ofMillis(20)));
    Rendered rendered = Rendered.of(pipeline);
    RunInfo info =
        new RunInfo(UUID.randomUUID(), "app", "here", "test", rendered.version(), rendered.text());
    try (RefineRun run =
        new RefineQuery(pipeline, environment, options)
            .start(TestSession.spark(), info, (source, batch) -> {})) {
      run.query().awaitTermination();
    }
  }
}
