package io.assay.feed.kafka;

import io.assay.model.Environment;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * What every Kafka client of an environment is configured with. Secrets are read when it is made
 * and never shown.
 */
public final class ClientSettings {
  private final String bootstrapServers;
  private final Map<String, Object> settings = new HashMap<>();

  public ClientSettings(Environment.Kafka kafka) {
    this.bootstrapServers = kafka.bootstrapServers();
    settings.putAll(kafka.options());
    kafka.secrets().forEach((name, secret) -> settings.put(name, secret.reveal()));
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
  }

  /** The settings, with more of them on top. */
  Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putAll(more);
    return all;
  }

  /** For messages. */
  String bootstrapServers() {
    return bootstrapServers;
  }
}
