package io.assay.flow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.assay.flow.TestSession;
import io.assay.lake.Positions;
import io.assay.model.Environment;
import io.assay.model.Secret;
import io.assay.model.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSecretsTest {
  private static final String SECRET = "hunter2";

  private final TestKafka kafka = TestKafka.shared();
  @TempDir Path folder;

  @Test
  void theFailureOfAQueryAndThePlanOfItsBatchShowNoSecretOfTheBrokers() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, "a");
    Dataset<Row> records =
        KafkaRecords.stream(
            TestSession.spark(),
            cluster(),
            new Topics.Named(List.of(topic)),
            Positions.none().with(topic, 0, 0),
            Map.of());
    StreamingQuery query =
        records
            .writeStream()
            .trigger(Trigger.AvailableNow())
            .option("checkpointLocation", folder.resolve("checkpoint").toUri().toString())
            .foreachBatch(
                (VoidFunction2<Dataset<Row>, Long>)
                    (batch, id) -> {
                      throw new IllegalStateException(batch.queryExecution().toString());
                    })
            .start();

    Throwable failure = catchThrowable(query::awaitTermination);

    assertThat(everythingThatALogShows(failure)).contains("Logical Plan").doesNotContain(SECRET);
    assertThat(cluster().toString()).doesNotContain(SECRET);
  }

  private KafkaCluster cluster() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), SECRET);
    Environment.Kafka shared = kafka.environment();
    return new KafkaCluster(
        new Environment.Kafka(
            shared.bootstrapServers(),
            Map.of(),
            Map.of(
                "sasl.jaas.config", new Secret.FromFile(file.toString()),
                "ssl.key.password", new Secret.FromFile(file.toString()))));
  }

  private static String everythingThatALogShows(Throwable failure) {
    StringWriter log = new StringWriter();
    failure.printStackTrace(new PrintWriter(log, true));
    return log.toString();
  }
}
