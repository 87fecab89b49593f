package io.assay.admin.plan;

import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.TopicOffsets;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.util.List;

/** The topics that a pipeline reads. */
final class Topics implements Prerequisite {
  @Override
  public String name() {
    return "topics";
  }

  @Override
  public String remedy() {
    return "create them, or correct source.topics";
  }

  @Override
  public boolean concerns(Pipeline pipeline) {
    return true;
  }

  @Override
  public Presence look(Pipeline pipeline, Environment environment) {
    KafkaCluster cluster = new KafkaCluster(environment.kafka());
    try (TopicOffsets topics = TopicOffsets.of(cluster, pipeline.source().subscription())) {
      List<String> missing = topics.missing();
      return new Presence(
          topics.names().stream().filter(topic -> !missing.contains(topic)).toList(), missing);
    }
  }
}
