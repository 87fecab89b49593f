package io.assay.tests.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables that sub-assemblies and assemblies both fill: {@code process} and {@code machine}. */
final class SharedTables {
  private final Expectation expectation;
  private final Map<String, Entry> processes = new LinkedHashMap<>();
  private final Map<String, Entry> machines = new LinkedHashMap<>();

  /** A row and the version that it comes from. */
  private record Entry(Version<?> version, ExpectedRow row) {
    Entry older(Entry other) {
      return version.isNewer(other.version) ? other : this;
    }
  }

  SharedTables(Expectation expectation) {
    this.expectation = expectation;
  }

  /**
   * Expects the rows: every record that was accepted has its own, superseded or not; the oldest
   * stays.
   */
  void rows(
      List<Version<SubAssembly>> parts,
      Map<Version<SubAssembly>, Warnings> partWarnings,
      List<Version<Assembly>> assemblies,
      Map<Version<Assembly>, Warnings> assemblyWarnings) {
    for (Version<SubAssembly> part : parts) {
      SubAssembly row = part.row();
      add(part, partWarnings.get(part), row.process(), row.machineId(), "sub-assembly");
    }
    for (Version<Assembly> assembly : assemblies) {
      Assembly row = assembly.row();
      add(assembly, assemblyWarnings.get(assembly), row.process(), row.machineId(), "assembly");
    }
    processes.values().forEach(entry -> expectation.row("process", entry.row()));
    machines.values().forEach(entry -> expectation.row("machine", entry.row()));
  }

  private void add(
      Version<?> version, Warnings warnings, String process, String machine, String stage) {
    ExpectedRow processRow = ExpectedRow.of(Map.of("name", process), version, warnings);
    processes.merge(process, new Entry(version, processRow), Entry::older);
    ExpectedRow machineRow =
        ExpectedRow.of(Map.of("machine_id", machine, "stage", stage), version, warnings);
    machines.merge(machine, new Entry(version, machineRow), Entry::older);
  }
}
