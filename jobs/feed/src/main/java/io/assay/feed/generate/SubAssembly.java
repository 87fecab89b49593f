package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Work on an item at a machine: a row of the sheet {@code sub-assembly}. */
record SubAssembly(
    String id,
    String process,
    String itemId,
    String machineId,
    LocalDate start,
    LocalDate end,
    LocalDate released)
    implements Product {

  static SubAssembly made(
      String id, String itemId, String machineId, LocalDate start, Random random) {
    LocalDate released = start.plusDays(20 + random.nextInt(60));
    return new SubAssembly(id, "", itemId, machineId, start, start, released).changed(random);
  }

  @Override
  public SubAssembly changed(Random random) {
    LocalDate newEnd = SheetDate.between(start.plusDays(1), released, random);
    return new SubAssembly(
        id, Catalogue.subAssemblyProcess(random), itemId, machineId, start, newEnd, released);
  }

  @Override
  public Stage stage() {
    return Stage.SUB_ASSEMBLY;
  }

  @Override
  public String key() {
    return id;
  }

  @Override
  public Map<String, String> cells() {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("Assembly ID", id);
    cells.put("process", process);
    cells.put("Item ID", itemId);
    cells.put("Machine ID", machineId);
    cells.put("start date", SheetDate.MONTH_FIRST.written(start));
    cells.put("end date", SheetDate.MONTH_FIRST.written(end));
    return cells;
  }

  @Override
  public String firstDateColumn() {
    return "start date";
  }

  @Override
  public String lastDateColumn() {
    return "end date";
  }

  @Override
  public LocalDate begun() {
    return start;
  }
}
