package io.assay.tests.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A row of the sheet {@code assembly}. */
record Assembly(
    String subAssemblyId,
    String subMachineId,
    String process,
    String machineId,
    LocalDate start,
    LocalDate end,
    String upload) {
  private static final Pattern PROCESS_ID = Pattern.compile("^([^_]+)_(.+)$");
  private static final Set<String> PROCESSES =
      Set.of(
          "Component Integration",
          "Electrical Testing",
          "Compliance",
          "Certification Standards",
          "pivot dome",
          "brake assembly",
          "module",
          "Powder Coating Process",
          "Testing and Inspection");

  /** Reads a row; empty if it is blank. Rules that it fails are with the reading. */
  static Optional<Version<Assembly>> read(SheetReading row) {
    String written = row.verbatim("process");
    String process = SubAssembly.process(written);
    String processId = row.text("process id");
    String machineId = row.text("machine id");
    SheetDates start = row.date("start date", SheetDates::monthFirst);
    SheetDates end = row.date("end date", SheetDates::monthFirst);
    Integer revision = row.integer("revision");
    if (row.rejections().isEmpty()
        && Stream.of(process, processId, machineId).allMatch(cell -> cell == null)) {
      return Optional.empty();
    }
    row.rejectUnlessPresent(process, processId, machineId);
    row.reject("start-date-present", start.own().isEmpty());
    row.rejectUnlessMatching("process-id-format", processId, "SAWM[0-9]{4,9}_FA_WM[0-9]{3,9}");
    row.rejectUnlessMatching("machine-id-format", machineId, "MAII1017ECME[0-9]{7,12}");
    List<LocalDate> dates = row.inOrder("end-after-start", start, end);
    row.warnUnlessOneOf("process-spelling", written, PROCESSES);
    Matcher pair = PROCESS_ID.matcher(processId == null ? "" : processId);
    boolean isPair = pair.find();
    Assembly read =
        new Assembly(
            isPair ? pair.group(1) : null,
            isPair ? pair.group(2) : null,
            process,
            machineId,
            dates.get(0),
            dates.get(1),
            row.upload());
    return Optional.of(new Version<>(read, processId, revision, row.record(), row.warnings()));
  }
}
