package io.assay.flow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import java.util.Map;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaFailureTest {
  private static final KafkaCluster CLUSTER =
      new KafkaCluster(new Environment.Kafka("broker:9092", Map.of(), Map.of()));

  @Test
  void whatTheBrokersRefuseIsExternal() {
    Throwable failure =
        new IllegalStateException("Query failed", new TopicAuthorizationException("no right"));

    assertThat(KafkaFailure.ofBrokers(failure, CLUSTER).orElseThrow())
        .hasMessageStartingWith(
            "Cannot read from Kafka at broker:9092: TopicAuthorizationException: no right.")
        .extracting(AssayException::kind)
        .isEqualTo(AssayException.Kind.EXTERNAL);
  }

  @Test
  void otherFailuresSayNothingAboutKafka() {
    Throwable failure = new IllegalStateException("Query failed", new ArithmeticException());

    assertThat(KafkaFailure.ofBrokers(failure, CLUSTER)).isEmpty();
    assertThat(KafkaFailure.isDataLoss(failure)).isFalse();
  }
}
