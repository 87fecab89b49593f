package io.assay.run;

import io.assay.flow.land.LandQuery;
import io.assay.flow.refine.RefineOptions.End;
import io.assay.flow.refine.RefineRun;
import io.assay.model.AssayException;
import io.assay.runtime.RunningJob;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both queries, until they are stopped or have caught up with the topics. */
final class LandAndRefine implements RunningJob {
  private static final Logger LOG = LoggerFactory.getLogger(LandAndRefine.class);

  private final LandQuery landing;
  private final RefineRun refining;

  LandAndRefine(LandQuery landing, RefineRun refining, End end) {
    this.landing = landing;
    this.refining = refining;
    if (end == End.CAUGHT_UP) {
      Thread thread = new Thread(this::stopWhenCaughtUp, "assay-caught-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public List<StreamingQuery> queries() {
    return List.of(landing.queries().get(0), refining.query());
  }

  @Override
  public Optional<AssayException> explain(Throwable failure) {
    return landing.explain(failure);
  }

  @Override
  public void stopping() {
    refining.cutShort();
  }

  @Override
  public void close() {
    try (landing) {
      refining.close();
    }
  }

  /** Land ends by itself; then refine has everything before it, and ends when it has done that. */
  private void stopWhenCaughtUp() {
    try {
      landing.queries().get(0).awaitTermination();
      refining.query().processAllAvailable();
      stop(refining.query());
    } catch (StreamingQueryException e) {
      LOG.info("A query failed before the job had caught up; whoever awaits the query tells why");
    }
  }

  static void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException e) {
      LOG.warn("The query {} did not stop in time", query.name(), e);
    }
  }
}
