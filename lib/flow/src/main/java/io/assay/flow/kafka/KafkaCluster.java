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
   * After every poll, Spark asks for the ends of the partition and throws away what Kafka has sent
   * in excess. So a poll should give all of a fetch; with Kafka's own 500 records, most of each
   * fetch is read again and again.
   */
  private static final Map<String, String> SOURCE_DEFAULTS =
      Map.of("max.poll.records", "20000", "max.partition.fetch.bytes", "4194304");

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

  /** The same for Spark's Kafka source, which wants a prefix and reads in large pieces. */
  public Map<String, String> sourceOptions() {
    Map<String, String> options = new HashMap<>();
    SOURCE_DEFAULTS.forEach((name, value) -> options.put("kafka." + name, value));
    clientOptions().forEach((name, value) -> options.put("kafka." + name, value));
    return options;
  }

  /** For people. */
  @Override
  public String toString() {
    return kafka.bootstrapServers();
  }
}
