package io.assay.tests.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A row of the sheet {@code sub-assembly}. */
record SubAssembly(
    String assemblyId,
    String process,
    String itemId,
    String machineId,
    LocalDate start,
    LocalDate end,
    String upload) {
  private static final Set<String> PROCESSES =
      Set.of(
          "Transmission Assembly",
          "Electrical Assembly",
          "Tub assemblies",
          "Mechanical Assembly",
          "Weld Assembly",
          "Spot Weld Assembly");

  /** Reads a row; empty if it is blank. Rules that it fails are with the reading. */
  static Optional<Version<SubAssembly>> read(SheetReading row) {
    String assemblyId = row.text("assembly id");
    String written = row.verbatim("process");
    String process = process(written);
    String itemId = row.text("item id");
    String machineId = row.text("machine id");
    SheetDates start = row.date("start date", SheetDates::monthFirst);
    SheetDates end = row.date("end date", SheetDates::monthFirst);
    Integer revision = row.integer("revision");
    if (row.rejections().isEmpty()
        && Stream.of(assemblyId, process, itemId, machineId).allMatch(cell -> cell == null)) {
      return Optional.empty();
    }
    row.rejectUnlessPresent(assemblyId, process, itemId, machineId);
    row.reject("start-date-present", start.own().isEmpty());
    row.rejectUnlessMatching("assembly-id-format", assemblyId, "SAWM[0-9]{4,9}");
    row.rejectUnlessMatching("item-id-format", itemId, "(T|WM)[0-9]{3,9}");
    row.rejectUnlessMatching("machine-id-format", machineId, "FA_WM[0-9]{3,9}");
    List<LocalDate> dates = row.inOrder("end-after-start", start, end);
    row.warnUnlessOneOf("process-spelling", written, PROCESSES);
    SubAssembly read =
        new SubAssembly(
            assemblyId, process, itemId, machineId, dates.get(0), dates.get(1), row.upload());
    return Optional.of(new Version<>(read, assemblyId, revision, row.record(), row.warnings()));
  }

  /** The name of a process without outer spaces and final dots; null if nothing is left. */
  static String process(String written) {
    String trimmed = SheetReading.trimmed(written);
    String process = trimmed == null ? "" : trimmed.replaceAll("[.]+$", "");
    return process.isEmpty() ? null : process;
  }

  /** Whether it uses its machine on a day on which the other does; no end means for ever. */
  boolean sharesMachineWith(SubAssembly other) {
    return machineId.equals(other.machineId)
        && !assemblyId.equals(other.assemblyId)
        && startsBeforeEndOf(other)
        && other.startsBeforeEndOf(this);
  }

  private boolean startsBeforeEndOf(SubAssembly other) {
    return start != null && (other.end == null || !start.isAfter(other.end));
  }
}
