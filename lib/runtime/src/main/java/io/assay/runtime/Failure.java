package io.assay.runtime;

import io.assay.model.AssayException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stopped a job.
 *
 * @param cause the failure as it was understood
 * @param thrown what Spark wrapped around it
 */
record Failure(AssayException cause, Throwable thrown) {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  /**
   * Finds the nearest {@link AssayException} among the causes. Without one, input and output that
   * failed is of kind EXTERNAL, and the rest a gap of ours, of kind INTERNAL.
   */
  static Failure of(Throwable thrown) {
    return new Failure(understood(thrown).orElseGet(() -> unexpected(thrown)), thrown);
  }

  /**
   * The same, but what is not understood the job may explain. A job that cannot, because Kafka is
   * away for one, leaves it as it is.
   */
  static Failure of(Throwable thrown, RunningJob job) {
    try {
      AssayException cause =
          understood(thrown).or(() -> job.explain(thrown)).orElseGet(() -> unexpected(thrown));
      return new Failure(cause, thrown);
    } catch (RuntimeException e) {
      thrown.addSuppressed(e);
      return of(thrown);
    }
  }

  /**
   * One sentence for the user; the stack trace for the log, unless it is only the user's own fault.
   */
  void report(String command) {
    if (cause.kind() == AssayException.Kind.USER) {
      LOG.debug("{} failed", command, thrown);
    } else {
      LOG.error("{} failed", command, thrown);
    }
    System.err.println(command + ": " + cause.getMessage());
  }

  private static Optional<AssayException> understood(Throwable thrown) {
    return causes(thrown)
        .filter(AssayException.class::isInstance)
        .map(AssayException.class::cast)
        .findFirst();
  }

  private static AssayException unexpected(Throwable thrown) {
    Throwable root = causes(thrown).reduce((outer, inner) -> inner).orElse(thrown);
    String message = Objects.requireNonNullElse(root.getMessage(), "no message");
    return new AssayException(
        root instanceof IOException ? AssayException.Kind.EXTERNAL : AssayException.Kind.INTERNAL,
        "Failed unexpectedly: %s: %s. The log has the details."
            .formatted(root.getClass().getSimpleName(), message.lines().findFirst().orElse("")),
        thrown);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(50);
  }
}
