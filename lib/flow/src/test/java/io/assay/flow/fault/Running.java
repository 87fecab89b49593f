package io.assay.flow.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.AssayException;
import io.assay.runtime.QueriesEnd;
import io.assay.runtime.RunningJob;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/** A job that is awaited as every job is, in the background. */
public final class Running implements AutoCloseable {
  private final RunningJob job;
  private final CompletableFuture<Void> end;

  public Running(RunningJob job) {
    this.job = job;
    this.end =
        CompletableFuture.runAsync(
            () -> {
              try {
                QueriesEnd.await(job);
              } catch (StreamingQueryException e) {
                throw new CompletionException(e);
              }
            });
  }

  public boolean isEnded() {
    return end.isDone();
  }

  /** Awaits that it fails; its failure as users are told it. */
  public AssayException failure() throws InterruptedException {
    try {
      end.get(3, TimeUnit.MINUTES);
      throw new AssertionError("The job ended without a failure");
    } catch (TimeoutException e) {
      throw new AssertionError("The job does not fail", e);
    } catch (ExecutionException e) {
      return job.explain(e.getCause())
          .orElseThrow(() -> new AssertionError("Not understood", e.getCause()));
    }
  }

  /** Awaits a condition while the job runs. */
  public void until(String what, Callable<Boolean> condition) throws Exception {
    awaitThat(
        what,
        () -> {
          if (end.isDone()) {
            end.get();
          }
          return condition.call();
        });
  }

  /** Awaits a condition. */
  public static void awaitThat(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plusSeconds(120);
    while (!condition.call()) {
      assertThat(Instant.now()).as(what + ", in time").isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Stops it as a signal does, and lets go of everything. */
  @Override
  public void close() throws Exception {
    job.stopping();
    for (StreamingQuery query : job.queries()) {
      query.stop();
    }
    job.close();
  }
}
