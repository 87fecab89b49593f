package io.assay.model.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Follows the groups and keys of a HOCON text. HOCON lets a later key silently replace an earlier
 * one, or merges both; this finds where that happens, for two rules of one name are one rule too
 * few.
 */
final class KeyTracker {
  private final Deque<Group> open = new ArrayDeque<>(List.of(new Group("", 1)));
  private final List<Repeated> repeated = new ArrayList<>();
  private Optional<String> key = Optional.empty();

  /**
   * A key that stands twice in one group.
   *
   * @param path dotted path
   * @param line of the later one
   * @param before line of the earlier one
   */
  record Repeated(String path, int line, int before) {}

  /** What somebody means by a key that may stand there already. */
  enum Intent {
    DEFINE,
    REPLACE
  }

  private record Group(String name, int line, Map<String, Integer> keys) {
    Group(String name, int line) {
      this(name, line, new HashMap<>());
    }
  }

  /** A new key or element may begin. */
  void separate() {
    key = Optional.empty();
  }

  /**
   * A key, unless this is part of the value of one.
   *
   * @param text as it is written
   * @param line where
   * @param intent {@code REPLACE} where an earlier one is replaced on purpose, as {@code ${?NAME}}
   *     does
   */
  void key(String text, int line, Intent intent) {
    if (key.isPresent() || text.isEmpty()) {
      return;
    }
    key = Optional.of(text);
    Integer before = open.getLast().keys().putIfAbsent(text, line);
    if (before != null && intent == Intent.DEFINE) {
      repeated.add(new Repeated(path(text), line, before));
    }
  }

  /** A brace or bracket opens. */
  void open(int line) {
    open.addLast(new Group(key.orElse(""), line));
    separate();
  }

  /**
   * A brace or bracket closes. What follows it up to the next separator belongs to the same value.
   */
  void close() {
    if (open.size() > 1) {
      key = Optional.of(open.removeLast().name());
    }
  }

  List<Repeated> repeated() {
    return List.copyOf(repeated);
  }

  /** The line of a brace or bracket that is not closed yet. */
  Optional<Integer> unclosed() {
    return open.size() > 1 ? Optional.of(open.getLast().line()) : Optional.empty();
  }

  private String path(String text) {
    String groups =
        open.stream()
            .map(Group::name)
            .filter(name -> !name.isEmpty())
            .map(name -> name + ".")
            .collect(Collectors.joining());
    return groups + text;
  }
}
