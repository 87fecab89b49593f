package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A fabricated part: a row of the sheet {@code fabrication}. */
record Item(
    String id,
    String name,
    String rawMaterial,
    String quantity,
    LocalDate in,
    LocalDate out,
    LocalDate released)
    implements Product {

  static Item made(String id, LocalDate in, Random random) {
    LocalDate released = in.plusDays(10 + random.nextInt(30));
    return new Item(id, "", "", "", in, in, released).changed(random);
  }

  @Override
  public Item changed(Random random) {
    Catalogue.Part part = Catalogue.part(random);
    LocalDate newOut = SheetDate.between(in, released, random);
    return new Item(id, part.name(), part.rawMaterial(), part.quantity(), in, newOut, released);
  }

  @Override
  public Stage stage() {
    return Stage.FABRICATION;
  }

  @Override
  public String key() {
    return id;
  }

  @Override
  public Map<String, String> cells() {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("item", name);
    cells.put("item id", id);
    cells.put("raw material", rawMaterial);
    cells.put("Quantity", quantity);
    cells.put("in date", SheetDate.DAY_FIRST.written(in));
    cells.put("out date", SheetDate.DAY_FIRST.written(out));
    return cells;
  }

  @Override
  public String firstDateColumn() {
    return "in date";
  }

  @Override
  public String lastDateColumn() {
    return "out date";
  }

  @Override
  public LocalDate begun() {
    return in;
  }
}
