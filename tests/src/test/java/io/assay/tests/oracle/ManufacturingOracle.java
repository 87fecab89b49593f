package io.assay.tests.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Computes what the pipeline {@code manufacturing} must make of records, all of them at once.
 *
 * <p>It has no answer, and says so, where the outcome depends on the order in which partitions are
 * read: a deletion of an item that something refers to, and an assembly of a sub-assembly whose own
 * hold is over.
 */
public final class ManufacturingOracle {
  private static final String FABRICATION = "fabrication";
  private static final String SUB_ASSEMBLY = "sub-assembly";
  private static final String ASSEMBLY = "assembly";

  private final Holds holds;
  private final Expectation expectation = new Expectation();
  private final Map<String, List<FedRecord>> deletions = new HashMap<>();

  private ManufacturingOracle(Holds holds) {
    this.holds = holds;
  }

  /** What must be stored when all the records were taken in. */
  public static Expectation expect(Collection<FedRecord> records, Holds holds) {
    return new ManufacturingOracle(holds).expect(records);
  }

  private Expectation expect(Collection<FedRecord> records) {
    List<Version<Item>> items = accepted(records, FABRICATION, Item::read);
    List<Version<SubAssembly>> parts = accepted(records, SUB_ASSEMBLY, SubAssembly::read);
    List<Version<Assembly>> assemblies = accepted(records, ASSEMBLY, Assembly::read);
    items = withoutDuplicates(items, "duplicate-item", Item::upload);
    parts = withoutDuplicates(parts, "duplicate-assembly", SubAssembly::upload);
    assemblies = withoutDuplicates(assemblies, "duplicate-assembly", Assembly::upload);

    VersionSet<Item> storedItems = VersionSet.of(items, deleted(FABRICATION));
    Fabrication.rows(items, storedItems, expectation);

    List<Version<SubAssembly>> orphans = orphans(parts, storedItems);
    parts = settled(parts, orphans);
    VersionSet<SubAssembly> storedParts = VersionSet.of(parts, deleted(SUB_ASSEMBLY));
    Map<Version<SubAssembly>, Warnings> partWarnings =
        new SubAssemblyChecks(storedItems, storedParts, expectation).warnings(parts);
    storedParts
        .keys()
        .forEach(
            key -> expectation.row("sub_assembly", partRow(storedParts.newest(key), partWarnings)));

    Set<String> machines = new HashSet<>();
    parts.forEach(part -> machines.add(part.row().machineId()));
    assemblies = withParents(assemblies, storedParts, machines, keys(orphans));
    VersionSet<Assembly> storedAssemblies = VersionSet.of(assemblies, deleted(ASSEMBLY));
    Map<Version<Assembly>, Warnings> assemblyWarnings =
        new AssemblyChecks(storedParts).warnings(assemblies);
    storedAssemblies
        .keys()
        .forEach(
            key ->
                expectation.row(
                    "assembly", assemblyRow(storedAssemblies.newest(key), assemblyWarnings)));

    new SharedTables(expectation).rows(parts, partWarnings, assemblies, assemblyWarnings);
    return expectation;
  }

  /** The records of a topic that their own rules accept, in Kafka order. */
  private <T> List<Version<T>> accepted(
      Collection<FedRecord> records,
      String topic,
      Function<SheetReading, Optional<Version<T>>> sheet) {
    List<Version<T>> accepted = new ArrayList<>();
    for (FedRecord record : records) {
      if (!record.at().topic().equals(topic)) {
        continue;
      }
      expectation.feed(record);
      if (record.value() == null) {
        deletions.computeIfAbsent(topic, none -> new ArrayList<>()).add(record);
        continue;
      }
      Optional<Map<String, String>> members = JsonMembers.of(record.value());
      if (members.isEmpty()) {
        expectation.quarantine(record, Set.of("decode"));
        continue;
      }
      SheetReading reading = new SheetReading(record, members.get());
      Optional<Version<T>> read = sheet.apply(reading);
      if (read.isEmpty()) {
        expectation.filter(record);
      } else if (reading.rejections().isEmpty()) {
        accepted.add(read.get());
      } else {
        expectation.quarantine(record, reading.rejections());
      }
    }
    accepted.sort(Version.inKafkaOrder());
    return accepted;
  }

  private List<FedRecord> deleted(String topic) {
    return deletions.getOrDefault(topic, List.of());
  }

  /** Of the versions of a key in one upload, the first in Kafka order stays. */
  private <T> List<Version<T>> withoutDuplicates(
      List<Version<T>> versions, String rule, Function<T, String> upload) {
    Set<List<String>> seen = new HashSet<>();
    List<Version<T>> kept = new ArrayList<>();
    for (Version<T> version : versions) {
      String uploaded = upload.apply(version.row());
      if (uploaded == null || seen.add(List.of(version.key(), uploaded))) {
        kept.add(version);
      } else {
        expectation.quarantine(version.record(), Set.of(rule));
      }
    }
    return kept;
  }

  /** The sub-assemblies of items that are not there. */
  private List<Version<SubAssembly>> orphans(
      List<Version<SubAssembly>> parts, VersionSet<Item> storedItems) {
    Set<String> deletedItems = new HashSet<>();
    deleted(FABRICATION).forEach(deletion -> deletedItems.add(deletion.keyText()));
    List<Version<SubAssembly>> orphans = new ArrayList<>();
    for (Version<SubAssembly> part : parts) {
      if (deletedItems.contains(part.row().itemId())) {
        throw new IllegalArgumentException(
            "No answer: an item was deleted and " + part.key() + " refers to it");
      }
      if (!storedItems.has(part.row().itemId())) {
        orphans.add(part);
      }
    }
    return orphans;
  }

  /** Holds the orphans; when their time is over, makes stubs for them instead. */
  private List<Version<SubAssembly>> settled(
      List<Version<SubAssembly>> parts, List<Version<SubAssembly>> orphans) {
    if (holds == Holds.WAITING) {
      Set<Coordinates> held = new HashSet<>();
      for (Version<SubAssembly> orphan : orphans) {
        expectation.hold(orphan.record());
        held.add(orphan.record().at());
      }
      return parts.stream().filter(part -> !held.contains(part.record().at())).toList();
    }
    Set<String> stubs = new HashSet<>();
    List<Version<SubAssembly>> inOrder = new ArrayList<>(orphans);
    inOrder.sort(Version.inKafkaOrder());
    for (Version<SubAssembly> orphan : inOrder) {
      orphan.warnings().add("orphan-item");
      if (stubs.add(orphan.row().itemId())) {
        expectation.row("item", Fabrication.stub(orphan.row().itemId(), orphan.record()));
      }
    }
    return parts;
  }

  /** The assemblies whose sub-assembly and machine are there; the others are held or rejected. */
  private List<Version<Assembly>> withParents(
      List<Version<Assembly>> assemblies,
      VersionSet<SubAssembly> storedParts,
      Set<String> machines,
      Set<String> orphans) {
    List<Version<Assembly>> kept = new ArrayList<>();
    for (Version<Assembly> assembly : assemblies) {
      Assembly row = assembly.row();
      if (holds == Holds.OVER && orphans.contains(row.subAssemblyId())) {
        throw new IllegalArgumentException(
            "No answer: " + assembly.key() + " waits for a sub-assembly that waits itself");
      }
      Set<String> missing = new TreeSet<>();
      if (!storedParts.has(row.subAssemblyId())) {
        missing.add("orphan-sub_assembly");
      }
      if (!machines.contains(row.subMachineId())) {
        missing.add("orphan-sub_machine");
      }
      if (missing.isEmpty()) {
        kept.add(assembly);
      } else if (holds == Holds.WAITING) {
        expectation.hold(assembly.record());
      } else {
        expectation.quarantine(assembly.record(), missing);
      }
    }
    return kept;
  }

  private static Set<String> keys(List<Version<SubAssembly>> versions) {
    Set<String> keys = new HashSet<>();
    versions.forEach(version -> keys.add(version.key()));
    return keys;
  }

  private static ExpectedRow partRow(
      Version<SubAssembly> version, Map<Version<SubAssembly>, Warnings> warnings) {
    SubAssembly part = version.row();
    Map<String, String> values = new HashMap<>();
    values.put("assembly_id", part.assemblyId());
    values.put("process", part.process());
    values.put("item_id", part.itemId());
    values.put("machine_id", part.machineId());
    values.put("start_date", Fabrication.text(part.start()));
    values.put("end_date", Fabrication.text(part.end()));
    values.put("upload", part.upload());
    return ExpectedRow.of(values, version, warnings.get(version));
  }

  private static ExpectedRow assemblyRow(
      Version<Assembly> version, Map<Version<Assembly>, Warnings> warnings) {
    Assembly assembly = version.row();
    Map<String, String> values = new HashMap<>();
    values.put("sub_assembly_id", assembly.subAssemblyId());
    values.put("sub_machine_id", assembly.subMachineId());
    values.put("process", assembly.process());
    values.put("machine_id", assembly.machineId());
    values.put("start_date", Fabrication.text(assembly.start()));
    values.put("end_date", Fabrication.text(assembly.end()));
    values.put("upload", assembly.upload());
    return ExpectedRow.of(values, version, warnings.get(version));
  }
}
