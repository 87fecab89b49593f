package io.assay.tests.oracle;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The rules of assemblies that look at stored rows. */
final class AssemblyChecks {
  private final VersionSet<SubAssembly> parts;
  private final Map<String, Set<String>> onMachine;

  AssemblyChecks(VersionSet<SubAssembly> parts) {
    this.parts = parts;
    this.onMachine = parts.keysBy(SubAssembly::machineId);
  }

  /** What each version is warned of. */
  Map<Version<Assembly>, Warnings> warnings(List<Version<Assembly>> versions) {
    Map<Version<Assembly>, Warnings> warnings = new IdentityHashMap<>();
    for (Version<Assembly> version : versions) {
      warnings.put(version, warnings(version.row()));
    }
    return warnings;
  }

  private Warnings warnings(Assembly assembly) {
    Warnings warnings = Warnings.none();
    warnings.inAnyOf(
        parts.of(assembly.subAssemblyId()),
        "process-pair",
        part -> !part.row().machineId().equals(assembly.subMachineId()));
    Set<String> others = onMachine.getOrDefault(assembly.subMachineId(), Set.of());
    Predicate<Version<SubAssembly>> violates =
        part ->
            part.row().machineId().equals(assembly.subMachineId())
                && part.row().end() != null
                && assembly.start() != null
                && part.row().end().isAfter(assembly.start());
    for (String key : others) {
      // Whether another part of the machine was there yet is not known, unless the assembly refers
      // to it.
      boolean isThere = key.equals(assembly.subAssemblyId()) || others.size() == 1;
      if (isThere) {
        warnings.inAnyOf(parts.of(key), "stage-order", violates);
      } else if (parts.of(key).stream().anyMatch(violates)) {
        warnings.possible("stage-order");
      }
    }
    return warnings;
  }
}
