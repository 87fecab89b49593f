package io.assay.flow.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The names are those by which others know the same things. */
class DatasetNameTest {
  @Test
  void aTopicIsNamedWithTheFirstServer() {
    assertThat(
            DatasetName.topic(
                new Environment.Kafka("kafka-1:9092, kafka-2:9092", Map.of(), Map.of()), "orders"))
        .isEqualTo(new DatasetName("kafka://kafka-1:9092", "orders"));
  }

  @Test
  void aTableOfTheLakeIsNamedByItsPath() {
    assertThat(DatasetName.lake("file:///var/lake/raw/orders"))
        .isEqualTo(new DatasetName("file", "/var/lake/raw/orders"));
    assertThat(DatasetName.lake("s3a://bucket/assay/raw/orders"))
        .isEqualTo(new DatasetName("s3://bucket", "assay/raw/orders"));
    assertThat(DatasetName.lake("hdfs://namenode:8020/assay/raw/orders"))
        .isEqualTo(new DatasetName("hdfs://namenode:8020", "/assay/raw/orders"));
  }

  @Test
  void aTableOfTheDatabaseIsNamedWithServerPortAndSchema() {
    assertThat(DatasetName.table(database("jdbc:postgresql://db/plant?sslmode=require"), "item"))
        .isEqualTo(new DatasetName("postgres://db:5432", "plant.main.item"));
    assertThat(DatasetName.table(database("jdbc:postgresql://a:5433,b:5433/plant"), "other.price"))
        .isEqualTo(new DatasetName("postgres://a:5433", "plant.other.price"));
  }

  private static Environment.Database database(String url) {
    return new Environment.Database(
        url, "me", Optional.empty(), "main", Duration.ofSeconds(1), Duration.ofSeconds(1));
  }
}
