package io.assay.model.file;

import io.assay.model.Environment.Kafka;
import io.assay.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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
    Map<String, String> options = new TreeMap<>();
    each(node.members("options"), "", (name, entry) -> option(name, entry, options));
    Map<String, Secret> secrets = new TreeMap<>();
    each(
        node.members("secrets"),
        "",
        (name, entry) -> SecretParser.parse(entry).ifPresent(secret -> secrets.put(name, secret)));
    Optional<Entry> groups = node.entry("consumer-groups");
    Optional<String> prefix =
        groups.isPresent()
            ? groups.flatMap(KafkaParser::groupPrefix)
            : Optional.of(CONSUMER_GROUPS);
    return servers.map(each -> new Kafka(each, options, secrets, prefix));
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

  private static void option(String name, Entry entry, Map<String, String> options) {
    if (Confidential.isSecretKey(name)) {
      entry.fault(
          Confidential.HIDDEN,
          "a secret does not stand among the options",
          "Move it to kafka.secrets, as " + name + " = { env = NAME } or { file = path }.");
    } else if (SET_BY_JOBS.contains(name)) {
      entry.fault(
          "the jobs set this option themselves",
          name.equals("bootstrap.servers") ? "Use kafka.bootstrap-servers." : "Take it out.");
    } else {
      Optional<String> value = entry.scalar("a text");
      if (value.filter(Confidential::hasUserInfo).isPresent()) {
        entry.fault(
            Confidential.HIDDEN, "an address with a user in it", "Move it to kafka.secrets.");
      }
      value.ifPresent(text -> options.put(name, text));
    }
  }

  /** Kafka's names have dots, which HOCON reads as groups: puts them together again. */
  private static void each(List<Entry> members, String prefix, BiConsumer<String, Entry> use) {
    for (Entry member : members) {
      String name = prefix + member.name();
      if (member.isObject() && !isSecret(member)) {
        each(member.members(), name + ".", use);
      } else {
        use.accept(name, member);
      }
    }
  }

  private static boolean isSecret(Entry entry) {
    List<Entry> members = entry.members();
    return members.isEmpty()
        || members.stream()
            .anyMatch(
                member ->
                    !member.isObject()
                        && EnvironmentSections.SECRET.key(member.name()).isPresent());
  }
}
