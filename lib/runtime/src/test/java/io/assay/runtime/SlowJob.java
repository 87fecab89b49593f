package io.assay.runtime;

import io.assay.model.AssayException;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.option.Parameter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * A job of one query whose batches last a while, for a process of its own; tells each begin and end
 * of a batch.
 */
final class SlowJob implements Job {
  private static final Parameter<Boolean> WAIT = Parameter.flag("wait", "waits in each batch");
  private static final Parameter<Boolean> FAIL = Parameter.flag("fail", "fails in batch 0");

  public static void main(String[] args) {
    JobRunner.runAndExit(new SlowJob(), args);
  }

  @Override
  public CommandLine commandLine() {
    return JobRunner.commandLine("slow", "Counts slowly").option(FAIL).option(WAIT).build();
  }

  @Override
  public RunningJob start(JobContext context) {
    boolean fail = context.arguments().has(FAIL);
    CountDownLatch abandoned = new CountDownLatch(context.arguments().has(WAIT) ? 1 : 0);
    try {
      StreamingQuery query =
          context
              .spark()
              .readStream()
              .format("rate-micro-batch")
              .option("rowsPerBatch", 10)
              .load()
              .writeStream()
              .queryName("slow")
              .foreachBatch(
                  (rows, id) -> {
                    System.out.println("begin " + id);
                    rows.foreach(
                        row -> {
                          Thread.sleep(100);
                        });
                    awaitUninterrupted(abandoned);
                    if (fail) {
                      throw new AssayException(AssayException.Kind.DATA, "Batch 0 is bad");
                    }
                    System.out.println("end " + id);
                  })
              .start();
      return new RunningJob() {
        @Override
        public List<StreamingQuery> queries() {
          return List.of(query);
        }

        @Override
        public void stopping() {
          System.out.println("stopping");
        }

        @Override
        public void abandon() {
          System.out.println("abandoned");
          abandoned.countDown();
        }

        @Override
        public void close() {
          System.out.println("closed");
        }
      };
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a server that does not answer is awaited. */
  private static void awaitUninterrupted(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        System.out.println("interrupted");
      }
    }
  }
}
