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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both queries, until they are stopped or have caught up with the topics. */
final class LandAndRefine implements RunningJob {
  private static final Logger LOG = LoggerFactory.getLogger(LandAndRefine.class);

  private final LandQuery landing;
  private final RefineRun refining;
  private final End end;

  LandAndRefine(LandQuery landing, RefineRun refining, End end) {
    this.landing = landing;
    this.refining = refining;
    this.end = end;
  }

  @Override
  public List<StreamingQuery> queries() {
    return List.of(landed(), refining.query());
  }

  private StreamingQuery landed() {
    return landing.queries().get(0);
  }

  @Override
  public Optional<AssayException> explain(Throwable failure) {
    return landing.explain(failure);
  }

  @Override
  public boolean restart(StreamingQuery failed, Throwable failure) {
    return failed == refining.query()
        ? refining.restart(failed, failure)
        : landing.restart(failed, failure);
  }

  /**
   * Land ends by itself where it has caught up; then refine has everything before it, and ends when
   * it has done that.
   */
  @Override
  public void ended(StreamingQuery query) {
    if (end == End.CAUGHT_UP && query == landed()) {
      refining.query().processAllAvailable();
      stop(refining.query());
    }
  }

  @Override
  public void stopping() {
    landing.stopping();
    refining.stopping();
  }

  @Override
  public void abandon() {
    refining.abandon();
  }

  @Override
  public void close() {
    try (landing) {
      refining.close();
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
