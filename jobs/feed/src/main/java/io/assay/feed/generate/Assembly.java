package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Final work on what a machine sub-assembled: a row of the sheet {@code assembly}. */
record Assembly(
    String subAssemblyId,
    String subMachineId,
    String process,
    String machineId,
    LocalDate start,
    LocalDate end,
    LocalDate released)
    implements Product {

  static Assembly made(
      String subAssemblyId, String subMachineId, String machineId, LocalDate start, Random random) {
    LocalDate released = start.plusDays(20 + random.nextInt(60));
    return new Assembly(subAssemblyId, subMachineId, "", machineId, start, start, released)
        .changed(random);
  }

  @Override
  public Assembly changed(Random random) {
    LocalDate newEnd = SheetDate.between(start.plusDays(1), released, random);
    String newProcess = Catalogue.assemblyProcess(random);
    return new Assembly(
        subAssemblyId, subMachineId, newProcess, machineId, start, newEnd, released);
  }

  @Override
  public Stage stage() {
    return Stage.ASSEMBLY;
  }

  @Override
  public String key() {
    return subAssemblyId + "_" + subMachineId;
  }

  @Override
  public Map<String, String> cells() {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("process", process);
    cells.put("Process ID", key());
    cells.put("Machine ID", machineId);
    cells.put("Start Date ", SheetDate.MONTH_FIRST.written(start));
    cells.put("END DATE", SheetDate.MONTH_FIRST.written(end));
    return cells;
  }

  @Override
  public String firstDateColumn() {
    return "Start Date ";
  }

  @Override
  public String lastDateColumn() {
    return "END DATE";
  }

  @Override
  public LocalDate begun() {
    return start;
  }
}
