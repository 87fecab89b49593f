package io.assay.flow.retry;

import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.KafkaFailure;
import io.assay.model.AssayException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what a failure means that Spark, Delta, Hadoop or Kafka's client have thrown: a lake or
 * brokers that are away, full or closed to us. It decides by the types of the causes. Immutable.
 *
 * @param lake the folder in the lake that is worked with, for messages
 * @param kafka the brokers that are worked with
 */
public record EnvironmentFailures(String lake, Optional<KafkaCluster> kafka) {
  private static final int MOST_CAUSES = 50;
  private static final int LONGEST = 300;

  /** Where no brokers are asked. */
  public static EnvironmentFailures ofLake(String lake) {
    return new EnvironmentFailures(lake, Optional.empty());
  }

  /**
   * The failure as one of the suite: what was understood already, or else the lake's or the
   * brokers'; empty if it is neither, if Kafka has lost records, or if somebody has interrupted the
   * work.
   */
  public Optional<AssayException> understood(Throwable failure) {
    Optional<AssayException> known = first(failure, AssayException.class);
    if (known.isPresent()) {
      return known;
    }
    if (isInterruption(failure) || KafkaFailure.isDataLoss(failure)) {
      return Optional.empty();
    }
    return kafka
        .flatMap(cluster -> KafkaFailure.ofBrokers(failure, cluster))
        .or(() -> first(failure, IOException.class).map(cause -> ofLake(cause, failure)));
  }

  /**
   * Does work whose failures are told as {@link #understood}; what is not understood comes as it
   * is, checked or not.
   */
  public void telling(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) { // Hadoop throws errors, Spark checked exceptions that it hides
      throw EnvironmentFailures.<RuntimeException>asItIs(
          understood(e).<Throwable>map(known -> known == e ? e : as(known, e)).orElse(e));
    }
  }

  private static AssayException as(AssayException known, Throwable thrown) {
    return new AssayException(known.kind(), known.getMessage(), thrown);
  }

  private AssayException ofLake(IOException cause, Throwable failure) {
    return new AssayException(
        AssayException.Kind.EXTERNAL,
        "Reading or writing the lake at %s failed: %s: %s. %s"
            .formatted(lake, cause.getClass().getSimpleName(), words(cause), advice()),
        failure);
  }

  private String advice() {
    if (lake.startsWith("s3a:")) {
      return "Check that the store answers and has the bucket, and that the keys of lake.secrets may read and write it.";
    }
    if (lake.startsWith("hdfs:")) {
      return "Check that the NameNode answers and is not in safe mode, that DataNodes live and have room, and that the job may read and write the folder.";
    }
    return "Check that the folder is there, that the job may read and write it, and that disk and quota have room.";
  }

  private static String words(IOException cause) {
    String line =
        Objects.requireNonNullElse(cause.getMessage(), "no message")
            .lines()
            .findFirst()
            .orElse("no message")
            .replaceFirst("[.\\s]+$", "");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static boolean isInterruption(Throwable failure) {
    return causes(failure)
        .anyMatch(
            cause ->
                cause instanceof InterruptedException
                    || (cause instanceof InterruptedIOException
                        && !(cause instanceof SocketTimeoutException))
                    || cause instanceof ClosedByInterruptException);
  }

  private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
    return causes(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
  }

  /** Spark tells a query that was stopped from one that failed by what it is thrown. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E asItIs(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
