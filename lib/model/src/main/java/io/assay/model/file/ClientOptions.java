package io.assay.model.file;

import io.assay.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Options of a client library, by its own names, and those of them that are secrets: the {@code
 * options} and {@code secrets} of a group.
 *
 * @param options values that stand in the file
 * @param secrets values that are kept elsewhere
 */
record ClientOptions(Map<String, String> options, Map<String, Secret> secrets) {

  /** What a group refuses. */
  interface Refusals {
    /** Why an option may not stand there, and what to do instead; empty if it may. */
    Optional<Refusal> of(String name);
  }

  /**
   * A refusal.
   *
   * @param why the option may not stand there
   * @param remedy what to do instead
   */
  record Refusal(String why, String remedy) {}

  /**
   * Reads both.
   *
   * @param group where they stand, for messages
   */
  static ClientOptions parse(Node node, String group, Refusals refusals) {
    Map<String, String> options = new TreeMap<>();
    each(
        node.members("options"),
        "",
        (name, entry) ->
            option(name, entry, group, refusals).ifPresent(value -> options.put(name, value)));
    Map<String, Secret> secrets = new TreeMap<>();
    each(
        node.members("secrets"),
        "",
        (name, entry) -> SecretParser.parse(entry).ifPresent(secret -> secrets.put(name, secret)));
    return new ClientOptions(options, secrets);
  }

  private static Optional<String> option(
      String name, Entry entry, String group, Refusals refusals) {
    Optional<Refusal> refusal = refusals.of(name);
    if (Confidential.isSecretKey(name)) {
      entry.fault(
          Confidential.HIDDEN,
          "a secret does not stand among the options",
          "Move it to %s.secrets, as %s = { env = NAME } or { file = path }."
              .formatted(group, name));
      return Optional.empty();
    }
    if (refusal.isPresent()) {
      entry.fault(refusal.get().why(), refusal.get().remedy());
      return Optional.empty();
    }
    Optional<String> value = entry.scalar("a text");
    if (value.filter(Confidential::hasUserInfo).isPresent()) {
      entry.fault(
          Confidential.HIDDEN,
          "an address with a user in it",
          "Move it to %s.secrets.".formatted(group));
    }
    return value;
  }

  /** The names have dots, which HOCON reads as groups: puts them together again. */
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
