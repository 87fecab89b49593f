package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.model.AssayException;
import io.assay.model.Topics;
import io.assay.runtime.kafka.ClientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the brokers how far topics reach. Every call asks anew, and fails within {@value #SECONDS}
 * seconds if there is no answer. Thread-safe.
 */
public final class TopicOffsets implements AutoCloseable {
  private static final int SECONDS = 30;

  private final KafkaCluster cluster;
  private final Topics topics;
  private final IsolationLevel isolation;
  private final Admin admin;

  private TopicOffsets(KafkaCluster cluster, Topics topics, IsolationLevel isolation, Admin admin) {
    this.cluster = cluster;
    this.topics = topics;
    this.isolation = isolation;
    this.admin = admin;
  }

  /**
   * Prepares to ask about these topics; connects with the first question.
   *
   * @throws AssayException (USER) if the options of the environment do not make a client
   */
  public static TopicOffsets of(KafkaCluster cluster, Topics topics) {
    Map<String, Object> options = new HashMap<>(cluster.clientOptions());
    boolean committed = "read_committed".equals(options.remove(KafkaCluster.ISOLATION));
    options.putIfAbsent("default.api.timeout.ms", SECONDS * 1000);
    options.putIfAbsent("request.timeout.ms", SECONDS * 1000 / 2);
    return new TopicOffsets(
        cluster,
        topics,
        committed ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED,
        admin(cluster, options));
  }

  private static Admin admin(KafkaCluster cluster, Map<String, Object> options) {
    try {
      return Admin.create(options);
    } catch (KafkaException e) {
      throw ClientFailure.notMade(e, cluster.kafka());
    }
  }

  /** The topics that are asked about. */
  public Topics topics() {
    return topics;
  }

  /**
   * The first offset that each partition still has.
   *
   * @throws AssayException if a topic does not exist or the brokers do not answer
   */
  public Positions earliest() {
    return list(OffsetSpec.earliest());
  }

  /**
   * The offset behind the last record of each partition that can be read now.
   *
   * @throws AssayException if a topic does not exist or the brokers do not answer
   */
  public Positions end() {
    return list(OffsetSpec.latest());
  }

  @Override
  public void close() {
    admin.close();
  }

  /** The same, without waiting longer for what was asked. */
  void close(Duration timeout) {
    admin.close(timeout);
  }

  private Positions list(OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions().forEach(partition -> asked.put(partition, spec));
    Positions[] positions = {Positions.none()};
    answer(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
        .forEach(
            (partition, offset) ->
                positions[0] =
                    positions[0].with(partition.topic(), partition.partition(), offset.offset()));
    return positions[0];
  }

  /**
   * The topics that do not exist, in order.
   *
   * @throws AssayException if the brokers do not answer
   */
  public List<String> missing() {
    TreeSet<String> missing = new TreeSet<>();
    describe(missing);
    return List.copyOf(missing);
  }

  private List<TopicPartition> partitions() {
    TreeSet<String> missing = new TreeSet<>();
    List<TopicPartition> partitions = describe(missing);
    if (!missing.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "Topics not found at %s: %s. Create them, or correct source.topics of the pipeline."
              .formatted(cluster, String.join(", ", missing)));
    }
    return partitions;
  }

  /** The partitions of the topics that exist; the others are added to {@code missing}. */
  private List<TopicPartition> describe(TreeSet<String> missing) {
    Collection<String> names = names();
    List<TopicPartition> partitions = new ArrayList<>();
    Map<String, KafkaFuture<TopicDescription>> described =
        admin.describeTopics(names).topicNameValues();
    for (String topic : names) {
      try {
        described
            .get(topic)
            .get(SECONDS, TimeUnit.SECONDS)
            .partitions()
            .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw unanswered(e.getCause());
        }
        if (topics instanceof Topics.Named) { // one that a pattern found may be gone since
          missing.add(topic);
        }
      } catch (TimeoutException | InterruptedException e) {
        throw unanswered(e);
      }
    }
    return partitions;
  }

  /**
   * The topics that are asked about, by name: those of the pipeline, or those that its pattern
   * matches now.
   *
   * @throws AssayException if a pattern matches none, or the brokers do not answer
   */
  public Collection<String> names() {
    if (topics instanceof Topics.Named named) {
      return named.names();
    }
    TreeSet<String> found = new TreeSet<>(answer(admin.listTopics().names()));
    found.removeIf(topic -> !topics.has(topic));
    if (found.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "No topic at %s matches %s. Create one, or correct source.topic-pattern of the pipeline."
              .formatted(cluster, ((Topics.Matching) topics).pattern()));
    }
    return found;
  }

  private <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw unanswered(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw unanswered(e);
    }
  }

  private AssayException unanswered(Throwable cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new AssayException(
        AssayException.Kind.EXTERNAL,
        "Cannot ask Kafka at %s for its topics: %s."
            .formatted(cluster, ClientFailure.told(cause, cluster.kafka())),
        cause);
  }
}
