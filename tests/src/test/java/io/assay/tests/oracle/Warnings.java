package io.assay.tests.oracle;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Warnings of rules that look at stored rows. */
record Warnings(Set<String> certain, Set<String> possible) {
  static Warnings none() {
    return new Warnings(new TreeSet<>(), new TreeSet<>());
  }

  void certain(String rule) {
    certain.add(rule);
  }

  void possible(String rule) {
    possible.add(rule);
  }

  /**
   * A warning that depends on which of the versions is stored at that time: certain if all of them
   * cause it.
   */
  <V> void inAnyOf(Collection<V> versions, String rule, Predicate<V> causes) {
    if (!versions.isEmpty() && versions.stream().allMatch(causes)) {
      certain(rule);
    } else if (versions.stream().anyMatch(causes)) {
      possible(rule);
    }
  }
}
