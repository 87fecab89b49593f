package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.model.Topics;
import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the topics that a pattern finds: at the start, and those that come later. */
public final class FoundTopics extends StreamingQueryListener {
  private static final Logger LOG = LoggerFactory.getLogger(FoundTopics.class);

  private final SparkSession session;
  private final UUID runId;
  private final Topics.Matching topics;
  private final TreeSet<String> known;

  private FoundTopics(
      SparkSession session, UUID runId, Topics.Matching topics, Collection<String> known) {
    this.session = session;
    this.runId = runId;
    this.topics = topics;
    this.known = new TreeSet<>(known);
  }

  /**
   * Follows a query until it ends; does nothing where topics have names.
   *
   * @param known what the query begins with
   */
  public static void follow(StreamingQuery query, Topics topics, Collection<String> known) {
    if (topics instanceof Topics.Matching matching) {
      FoundTopics found = new FoundTopics(query.sparkSession(), query.runId(), matching, known);
      LOG.info("Topics that {} matched before: {}", matching.pattern(), found.known);
      query.sparkSession().streams().addListener(found);
    }
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    if (!event.progress().runId().equals(runId)
        || event.progress().sources()[0].endOffset() == null) {
      return;
    }
    TreeSet<String> added =
        new TreeSet<>(Positions.parse(event.progress().sources()[0].endOffset()).topics());
    added.removeAll(known);
    if (!added.isEmpty()) {
      known.addAll(added);
      LOG.info("Topics that {} matches now: {}", topics.pattern(), added);
    }
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {}

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    if (event.runId().equals(runId)) {
      session.streams().removeListener(this);
    }
  }
}
