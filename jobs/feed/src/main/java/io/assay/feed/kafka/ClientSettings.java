package io.assay.feed.kafka;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.runtime.kafka.ClientFailure;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;

/**
 * What every Kafka client of an environment is configured with. Secrets are read when it is made
 * and never shown.
 */
public final class ClientSettings {
  private final Environment.Kafka kafka;
  private final Map<String, Object> settings = new HashMap<>();

  public ClientSettings(Environment.Kafka kafka) {
    this.kafka = kafka;
    settings.putAll(kafka.options());
    kafka.secrets().forEach((name, secret) -> settings.put(name, secret.reveal()));
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
  }

  /** The settings, with more of them on top. */
  Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putAll(more);
    return all;
  }

  /** For messages. */
  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** What a client says that has failed, for messages. */
  String told(Throwable failure) {
    return ClientFailure.told(failure, kafka);
  }

  /** A client could not be made. */
  AssayException notMade(KafkaException failure) {
    return ClientFailure.notMade(failure, kafka);
  }
}
