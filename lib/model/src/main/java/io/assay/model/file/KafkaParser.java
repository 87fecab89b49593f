package io.assay.model.file;

import io.assay.model.Environment.Kafka;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code kafka} of an environment. */
final class KafkaParser {
  private static final Pattern SERVERS =
      Pattern.compile(
          "[A-Za-z0-9._\\-\\[\\]:]+:[0-9]{1,5}( *, *[A-Za-z0-9._\\-\\[\\]:]+:[0-9]{1,5})*");
  private static final Set<String> SET_BY_JOBS =
      Set.of(
          "bootstrap.servers",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer",
          "enable.auto.commit",
          "auto.offset.reset",
          "interceptor.classes");

  /** Instead of a prefix. */
  static final String NONE = "none";

  private static final String CONSUMER_GROUPS = "assay-";
  private static final Pattern GROUP_PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private KafkaParser() {}

  static Optional<Kafka> parse(Node node) {
    Optional<String> servers = node.required("bootstrap-servers").flatMap(KafkaParser::servers);
    ClientOptions client = ClientOptions.parse(node, "kafka", KafkaParser::refusal);
    Optional<Entry> groups = node.entry("consumer-groups");
    Optional<String> prefix =
        groups.isPresent()
            ? groups.flatMap(KafkaParser::groupPrefix)
            : Optional.of(CONSUMER_GROUPS);
    return servers.map(each -> new Kafka(each, client.options(), client.secrets(), prefix));
  }

  private static Optional<String> groupPrefix(Entry entry) {
    if (entry.isText(NONE)) {
      return Optional.empty();
    }
    Optional<String> prefix = entry.text();
    if (prefix.isPresent() && !GROUP_PREFIX.matcher(prefix.get()).matches()) {
      entry.fault(
          prefix.get(),
          "not what the name of a consumer group may begin with",
          "Use letters, digits, points, hyphens and underscores, at most 100; or none.");
    }
    return prefix;
  }

  private static Optional<String> servers(Entry entry) {
    Optional<String> servers = entry.text();
    if (servers.isPresent() && !SERVERS.matcher(servers.get().strip()).matches()) {
      entry.fault(
          servers.get().contains("@") ? Confidential.HIDDEN : servers.get(),
          "not host:port, separated by commas",
          "Write kafka-1:9092,kafka-2:9092.");
    }
    return servers.map(String::strip);
  }

  private static Optional<ClientOptions.Refusal> refusal(String name) {
    return SET_BY_JOBS.contains(name)
        ? Optional.of(
            new ClientOptions.Refusal(
                "the jobs set this option themselves",
                name.equals("bootstrap.servers") ? "Use kafka.bootstrap-servers." : "Take it out."))
        : Optional.empty();
  }
}
