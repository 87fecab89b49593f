package io.assay.tests.oracle;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rules of sub-assemblies that look at stored rows. */
final class SubAssemblyChecks {
  private final VersionSet<Item> items;
  private final VersionSet<SubAssembly> stored;
  private final Expectation expectation;
  private final Map<String, Set<String>> onMachine;

  SubAssemblyChecks(
      VersionSet<Item> items, VersionSet<SubAssembly> stored, Expectation expectation) {
    this.items = items;
    this.stored = stored;
    this.expectation = expectation;
    this.onMachine = stored.keysBy(SubAssembly::machineId);
  }

  /** What each version is warned of. */
  Map<Version<SubAssembly>, Warnings> warnings(List<Version<SubAssembly>> versions) {
    Map<Version<SubAssembly>, Warnings> warnings = new IdentityHashMap<>();
    for (Version<SubAssembly> version : versions) {
      warnings.put(version, warnings(version.row()));
    }
    onMachine.values().forEach(this::expectSharers);
    return warnings;
  }

  private Warnings warnings(SubAssembly part) {
    Warnings warnings = Warnings.none();
    warnings.inAnyOf(
        items.of(part.itemId()),
        "stage-order",
        item ->
            item.row().outDate() != null
                && part.start() != null
                && item.row().outDate().isAfter(part.start()));
    boolean shared =
        onMachine.getOrDefault(part.machineId(), Set.of()).stream()
            .flatMap(key -> stored.of(key).stream())
            .anyMatch(other -> part.sharesMachineWith(other.row()));
    if (shared) {
      warnings.possible("machine-shared"); // which of them is, depends on which came first
    }
    return warnings;
  }

  /** Of two that share a machine in all their versions, the one that was checked last is warned. */
  private void expectSharers(Set<String> keys) {
    List<String> inOrder = new ArrayList<>(new TreeSet<>(keys));
    for (int i = 0; i < inOrder.size(); i++) {
      for (int j = i + 1; j < inOrder.size(); j++) {
        if (alwaysShare(inOrder.get(i), inOrder.get(j))) {
          expectation.share(Set.of(inOrder.get(i), inOrder.get(j)));
        }
      }
    }
  }

  private boolean alwaysShare(String one, String other) {
    return stored.of(one).stream()
        .allMatch(
            mine ->
                stored.of(other).stream()
                    .allMatch(theirs -> mine.row().sharesMachineWith(theirs.row())));
  }
}
