package io.assay.flow.kafka;

import io.assay.model.AssayException;
import io.assay.runtime.kafka.ClientFailure;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.spark.SparkThrowable;

/** Finds out what the failure of a query says about Kafka. */
public final class KafkaFailure {
  private static final String DATA_LOSS = "KAFKA_DATA_LOSS";

  private KafkaFailure() {}

  /** Whether Spark's Kafka source has missed records; which ones, {@link ExpiredOffsets} tells. */
  public static boolean isDataLoss(Throwable failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof SparkThrowable spark
                    && spark.getCondition() != null
                    && spark.getCondition().startsWith(DATA_LOSS));
  }

  /** The brokers' refusal or silence, if that is among the causes. */
  public static Optional<AssayException> ofBrokers(Throwable failure, KafkaCluster cluster) {
    return causes(failure)
        .filter(cause -> cause instanceof KafkaException || cause instanceof TimeoutException)
        .findFirst()
        .map(
            cause ->
                new AssayException(
                    AssayException.Kind.EXTERNAL,
                    "Cannot read from Kafka at %s: %s."
                        .formatted(cluster, ClientFailure.told(cause, cluster.kafka())),
                    failure));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(50);
  }
}
