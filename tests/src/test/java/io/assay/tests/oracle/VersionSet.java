package io.assay.tests.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Accepted versions of one kind, by key; what a deletion comes after is gone. */
final class VersionSet<T> {
  private final Map<String, List<Version<T>>> versions = new TreeMap<>();

  /** All versions of the records that no deletion of their key comes after. */
  static <T> VersionSet<T> of(Collection<Version<T>> accepted, Collection<FedRecord> deletions) {
    Map<String, FedRecord> last = new HashMap<>();
    for (FedRecord deletion : deletions) {
      last.merge(deletion.keyText(), deletion, (one, other) -> one.isAfter(other) ? one : other);
    }
    VersionSet<T> set = new VersionSet<>();
    for (Version<T> version : accepted) {
      FedRecord deletion = last.get(version.key());
      if (deletion == null || version.record().isAfter(deletion)) {
        set.versions.computeIfAbsent(version.key(), key -> new ArrayList<>()).add(version);
      }
    }
    return set;
  }

  Set<String> keys() {
    return versions.keySet();
  }

  boolean has(String key) {
    return versions.containsKey(key);
  }

  List<Version<T>> of(String key) {
    return versions.getOrDefault(key, List.of());
  }

  /** The version that stays. */
  Version<T> newest(String key) {
    return of(key).stream().max(Version.oldestFirst()).orElseThrow();
  }

  List<Version<T>> all() {
    return versions.values().stream().flatMap(List::stream).toList();
  }

  /** All keys of which some version has the property. */
  <P> Map<P, Set<String>> keysBy(Function<T, P> property) {
    Map<P, Set<String>> keys = new TreeMap<>();
    for (Version<T> version : all()) {
      keys.computeIfAbsent(property.apply(version.row()), value -> new HashSet<>())
          .add(version.key());
    }
    return keys;
  }
}
