package io.assay.flow.kafka;

import io.assay.model.Environment;
import java.util.HashMap;
import java.util.Map;

/**
 * How to connect to an environment's brokers. Secrets are revealed when the options are asked for,
 * and are in what the methods return: do not log it.
 */
public record KafkaCluster(Environment.Kafka kafka) {
  static final String ISOLATION = "isolation.level";

  /**
   * Options of Kafka's own clients. Records of aborted transactions are not read, unless the
   * environment says so.
   */
  public Map<String, String> clientOptions() {
    Map<String, String> options = new HashMap<>();
    options.put(ISOLATION, "read_committed");
    options.putAll(kafka.options());
    kafka.secrets().forEach((name, secret) -> options.put(name, secret.reveal()));
    options.put("bootstrap.servers", kafka.bootstrapServers());
    return options;
  }

  /** The same for Spark's Kafka source, which wants a prefix. */
  public Map<String, String> sourceOptions() {
    Map<String, String> options = new HashMap<>();
    clientOptions().forEach((name, value) -> options.put("kafka." + name, value));
    return options;
  }

  /** For people. */
  @Override
  public String toString() {
    return kafka.bootstrapServers();
  }
}
