package io.assay.model.file;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A value of a file, under its key. Each reading gives the value as what it should be, or remembers
 * a fault and gives nothing.
 */
final class Entry {
  private final Reading reading;
  private final List<String> path;
  private final ConfigValue value;

  Entry(Reading reading, List<String> path, ConfigValue value) {
    this.reading = reading;
    this.path = List.copyOf(path);
    this.value = value;
  }

  /** The last part of the key. */
  String name() {
    return path.get(path.size() - 1);
  }

  boolean isObject() {
    return value instanceof ConfigObject;
  }

  boolean isList() {
    return value instanceof ConfigList;
  }

  /** A text, number or boolean, as it is written; not blank. */
  Optional<String> text() {
    return scalar("a text").filter(this::isNotBlank);
  }

  /**
   * A list of texts without repetition, in order; empty also if it is something else, which is a
   * fault.
   */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    Set<String> before = new HashSet<>();
    for (Entry element : elements()) {
      Optional<String> text = element.scalar("a text");
      if (text.isPresent() && !before.add(text.get())) {
        fault(text.get(), "stands there twice", "Take one out.");
      } else {
        text.ifPresent(texts::add);
      }
    }
    return texts;
  }

  /** The elements of a list that is not empty. */
  List<Entry> elements() {
    if (isMissing()) {
      return List.of();
    }
    if (!(value instanceof ConfigList list)) {
      fault("not a list", "Write " + name() + " = [ … ].");
      return List.of();
    }
    if (list.isEmpty()) {
      fault("empty list", "Name at least one, or leave the key out.");
    }
    return list.stream().map(element -> new Entry(reading, path, element)).toList();
  }

  /** The elements of a list that may be empty. */
  List<Entry> elementsIfAny() {
    return value instanceof ConfigList list && list.isEmpty() ? List.of() : elements();
  }

  /** The value as JSON; a text as it is; empty for null. */
  Optional<String> json() {
    if (isNull() || isMissing()) {
      return Optional.empty();
    }
    return Optional.of(
        value instanceof ConfigObject || value instanceof ConfigList
            ? value.render(ConfigRenderOptions.concise())
            : value.valueType() == ConfigValueType.NUMBER
                ? value.render()
                : value.unwrapped().toString());
  }

  /** The members of an object, those included that are null. */
  List<Entry> membersAndNulls() {
    List<Entry> members = new ArrayList<>(members());
    if (value instanceof ConfigObject object) {
      object.entrySet().stream()
          .filter(member -> member.getValue().valueType() == ConfigValueType.NULL)
          .map(
              member ->
                  new Entry(reading, Reading.extended(path, member.getKey()), member.getValue()))
          .forEach(members::add);
    }
    return members;
  }

  Optional<Boolean> flag() {
    Optional<String> text = scalar("true or false");
    if (text.isPresent() && !Set.of("true", "false").contains(text.get())) {
      fault(text.get(), "not true or false", "Write one of them.");
      return Optional.empty();
    }
    return text.map(Boolean::valueOf);
  }

  /** The text of the file whose path stands here, relative to the file in which it stands. */
  Optional<String> fileText() {
    Optional<String> path = text();
    if (path.isEmpty()) {
      return path;
    }
    String writtenIn = reading.document().position(value.origin()).file();
    try {
      return Optional.of(Files.readString(Path.of(writtenIn).resolveSibling(path.get())));
    } catch (IOException | InvalidPathException e) {
      fault(
          path.get(),
          "a file that cannot be read",
          "Check its path, which is relative to the file it stands in, and its rights.");
      return Optional.empty();
    }
  }

  /** One of the constants, in lower-case letters. */
  <E extends Enum<E>> Optional<E> choice(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    return choice(constants.stream().map(Entry::lowerCase).toList())
        .flatMap(
            text -> constants.stream().filter(each -> lowerCase(each).equals(text)).findFirst());
  }

  /** One of the words. */
  Optional<String> choice(Collection<String> words) {
    Optional<String> text = text();
    if (text.isPresent() && !words.contains(text.get())) {
      unknown(text.get(), "not one of the values that may stand here", words);
      return Optional.empty();
    }
    return text;
  }

  /** A duration with its unit, more than nothing. */
  Optional<Duration> duration() {
    return duration(each -> !each.isZero());
  }

  /** A duration with its unit, nothing at all included. */
  Optional<Duration> durationFromZero() {
    return duration(each -> true);
  }

  private Optional<Duration> duration(Predicate<Duration> allowed) {
    Optional<String> text = scalar("a duration");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = Durations.parse(text.get()).filter(allowed);
    if (duration.isEmpty()) {
      fault(
          text.get(),
          "not a duration",
          "Write a number and a unit, such as 30 seconds, 10 minutes, 12 hours or 1 day.");
    }
    return duration;
  }

  /** A size with its unit, more than nothing. */
  Optional<Long> size() {
    Optional<String> text = scalar("a size");
    Optional<Long> size = text.flatMap(Sizes::parse).filter(bytes -> bytes > 0);
    if (text.isPresent() && size.isEmpty()) {
      fault(text.get(), "not a size", "Write a number and a unit, such as 500 kB, 128 MB or 1 GB.");
    }
    return size;
  }

  /** Whether the value is this word. */
  boolean isText(String word) {
    return word.equals(value.unwrapped());
  }

  boolean isNull() {
    return value.valueType() == ConfigValueType.NULL;
  }

  /** The value as an object with the keys of a section. */
  Optional<Node> node(Section section) {
    if (value instanceof ConfigObject object) {
      return Optional.of(new Node(reading, section, path, object));
    }
    if (!isMissing()) {
      fault("not a group of keys", "Write " + name() + " { … }.");
    }
    return Optional.empty();
  }

  /** The member of that name, or else the object itself, for a fault of either. */
  Entry memberOrThis(String key) {
    return members().stream().filter(member -> member.name().equals(key)).findFirst().orElse(this);
  }

  /**
   * The members of an object whose keys are names of somebody's choice, in the order of the file.
   */
  List<Entry> members() {
    if (value instanceof ConfigObject object) {
      return reading.members(path, object);
    }
    if (!isMissing()) {
      fault("not a group of keys", "Write " + name() + " { … }.");
    }
    return List.of();
  }

  /** A text, number or boolean, as it is written. */
  Optional<String> scalar(String what) {
    if (isMissing()) {
      return Optional.empty();
    }
    if (value instanceof ConfigObject || value instanceof ConfigList || isNull()) {
      fault("not " + what, "Write one value.");
      return Optional.empty();
    }
    return Optional.of(
        value.valueType() == ConfigValueType.NUMBER
            ? value.render()
            : value.unwrapped().toString());
  }

  void fault(String problem, String remedy) {
    add(Optional.empty(), problem, remedy);
  }

  void fault(String shown, String problem, String remedy) {
    add(Optional.of(Confidential.shown(path, shown)), problem, remedy);
  }

  /** A fault that suggests what may have been meant. */
  void unknown(String written, String problem, Collection<String> names) {
    fault(written, problem, NearMiss.sentence(written, names));
  }

  private void add(Optional<String> shown, String problem, String remedy) {
    reading.fault(value.origin(), path, shown, problem, remedy);
  }

  private boolean isNotBlank(String text) {
    if (text.isBlank()) {
      fault("blank", "Write a value, or leave the key out.");
    }
    return !text.isBlank();
  }

  private boolean isMissing() {
    return reading.isMissing(value);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return ConfigUtil.joinPath(path);
  }
}
