package io.assay.model.file;

import java.util.List;
import java.util.Optional;

/**
 * A place in a file and the keys that may stand there.
 *
 * @param path how the place is reached, for people; {@code <name>} stands for a name of their
 *     choice
 * @param meaning what the section is for
 * @param keys all keys; any other one is a fault
 */
record Section(String path, String meaning, List<Key> keys) {
  Section {
    keys = List.copyOf(keys);
  }

  /** The key of that name. */
  Optional<Key> key(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  /**
   * A key.
   *
   * @param name as it is written
   * @param type what may stand there
   * @param fallback what holds without it; {@code required} if it must be there
   * @param meaning one sentence or two
   * @param example a line of a file
   */
  record Key(String name, String type, String fallback, String meaning, String example) {}
}
