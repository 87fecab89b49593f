package io.assay.model.file;

import java.util.Arrays;
import java.util.List;

/** The way to a member of a value: a dotted path, or a list where a name itself holds a dot. */
final class MemberPath {
  private MemberPath() {}

  /** The names on the way; empty if they could not be read, which is then a fault. */
  static List<String> read(Entry entry) {
    List<String> path =
        entry.isList()
            ? entry.elements().stream().flatMap(element -> element.text().stream()).toList()
            : entry.text().map(text -> Arrays.asList(text.split("\\.", -1))).orElse(List.of());
    if (path.stream().anyMatch(String::isBlank)) {
      entry.fault(String.join(".", path), "a part of the path is blank", "Name each part.");
      return List.of();
    }
    return path;
  }
}
