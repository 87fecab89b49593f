package io.assay.model.file;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An object of a file with the keys of a section; keys that the section does not know are faults at
 * once.
 */
final class Node {
  private final Reading reading;
  private final Section section;
  private final List<String> path;
  private final ConfigObject object;

  Node(Reading reading, Section section, List<String> path, ConfigObject object) {
    this.reading = reading;
    this.section = section;
    this.path = path;
    this.object = object;
    object.entrySet().stream()
        .filter(member -> section.key(member.getKey()).isEmpty())
        .forEach(member -> unknownKey(member.getKey(), member.getValue()));
  }

  /** The last part of the key under which the object stands. */
  String name() {
    return path.get(path.size() - 1);
  }

  boolean has(String key) {
    return entry(key).isPresent();
  }

  Optional<Entry> entry(String key) {
    if (section.key(key).isEmpty()) {
      throw new IllegalArgumentException(
          "The section " + section.path() + " declares no key " + key);
    }
    return Optional.ofNullable(object.get(key))
        .filter(value -> value.valueType() != ConfigValueType.NULL)
        .map(value -> new Entry(reading, Reading.extended(path, key), value));
  }

  /** The entry, whose absence is a fault. */
  Optional<Entry> required(String key) {
    Optional<Entry> entry = entry(key);
    if (entry.isEmpty()) {
      Section.Key declared = section.key(key).orElseThrow();
      fault("has no " + key, "Give it one, such as " + declared.example() + ".");
    }
    return entry;
  }

  Optional<String> text(String key) {
    return entry(key).flatMap(Entry::text);
  }

  List<String> texts(String key) {
    return entry(key).map(Entry::texts).orElse(List.of());
  }

  Optional<Boolean> flag(String key) {
    return entry(key).flatMap(Entry::flag);
  }

  Optional<Duration> duration(String key) {
    return entry(key).flatMap(Entry::duration);
  }

  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return entry(key).flatMap(entry -> entry.choice(type));
  }

  /** The members of a key's object, whose names are free; none if the key is absent. */
  List<Entry> members(String key) {
    return entry(key).map(Entry::members).orElse(List.of());
  }

  /** A fault for each of the keys that is there. */
  void refuse(Collection<String> keys, String problem, String remedy) {
    keys.forEach(key -> entry(key).ifPresent(entry -> entry.fault(problem, remedy)));
  }

  /** Whether nothing is wrong in the whole file. */
  boolean isSound() {
    return reading.faults().isEmpty();
  }

  void fault(String problem, String remedy) {
    reading.fault(object.origin(), path, Optional.empty(), problem, remedy);
  }

  private void unknownKey(String key, ConfigValue value) {
    reading.fault(
        value.origin(),
        Reading.extended(path, key),
        Optional.empty(),
        "unknown key",
        NearMiss.sentence(key, section.names()));
  }
}
