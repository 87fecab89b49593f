package io.assay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.AssayException;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final AssayException UNDERSTOOD =
      new AssayException(AssayException.Kind.DATA, "Too many are bad");

  private static RunningJob explaining(Optional<AssayException> explanation) {
    return new RunningJob() {
      @Override
      public List<StreamingQuery> queries() {
        return List.of();
      }

      @Override
      public Optional<AssayException> explain(Throwable failure) {
        return explanation;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void whatWasUnderstoodIsFoundInsideOfWhatSparkThrows() {
    Throwable thrown = new IllegalStateException(new RuntimeException(UNDERSTOOD));

    assertThat(Failure.of(thrown).cause()).isSameAs(UNDERSTOOD);
  }

  @Test
  void failedInputAndOutputIsExternal() {
    Failure failure = Failure.of(new IllegalStateException(new FileNotFoundException("/lake")));

    assertThat(failure.cause().kind()).isEqualTo(AssayException.Kind.EXTERNAL);
    assertThat(failure.cause())
        .hasMessage("Failed unexpectedly: FileNotFoundException: /lake. The log has the details.");
  }

  @Test
  void anythingElseIsInternalAndToldInOneLine() {
    Failure failure = Failure.of(new IllegalStateException("first\nsecond"));

    assertThat(failure.cause().kind()).isEqualTo(AssayException.Kind.INTERNAL);
    assertThat(failure.cause())
        .hasMessage("Failed unexpectedly: IllegalStateException: first. The log has the details.");
  }

  @Test
  void aJobMayKnowBetter() {
    RuntimeException thrown = new IllegalStateException("x");

    assertThat(Failure.of(thrown, explaining(Optional.of(UNDERSTOOD))).cause())
        .isSameAs(UNDERSTOOD);
    assertThat(Failure.of(thrown, explaining(Optional.empty())).cause().kind())
        .isEqualTo(AssayException.Kind.INTERNAL);
  }

  @Test
  void kindsDecideTheExitStatus() {
    assertThat(ExitStatus.beforeStart(of(AssayException.Kind.EXTERNAL)).code()).isEqualTo(3);
    assertThat(ExitStatus.whileRunning(of(AssayException.Kind.EXTERNAL)).code()).isEqualTo(4);
    assertThat(ExitStatus.beforeStart(of(AssayException.Kind.USER)).code()).isEqualTo(2);
    assertThat(ExitStatus.whileRunning(of(AssayException.Kind.DATA)).code()).isEqualTo(4);
  }

  private static AssayException of(AssayException.Kind kind) {
    return new AssayException(kind, "x");
  }
}
