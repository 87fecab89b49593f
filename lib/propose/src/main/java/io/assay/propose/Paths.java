package io.assay.propose;

import java.util.ArrayList;
import java.util.List;

/** Paths of members. */
final class Paths {
  private Paths() {}

  static <T> List<T> join(List<T> first, List<T> second) {
    List<T> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }

  static List<String> with(List<String> path, String member) {
    return join(path, List.of(member));
  }

  static String last(List<String> path) {
    return path.get(path.size() - 1);
  }
}
