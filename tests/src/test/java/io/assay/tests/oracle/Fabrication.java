package io.assay.tests.oracle;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables that the sheet {@code fabrication} fills. */
final class Fabrication {
  private Fabrication() {}

  /**
   * Expects the rows.
   *
   * @param all accepted versions: each of them has its part and raw material, superseded or not
   * @param stored the versions that no deletion comes after
   */
  static void rows(List<Version<Item>> all, VersionSet<Item> stored, Expectation expectation) {
    for (String key : stored.keys()) {
      Version<Item> newest = stored.newest(key);
      expectation.row("item", ExpectedRow.of(values(newest.row()), newest, Warnings.none()));
    }
    Map<String, Version<Item>> parts = new LinkedHashMap<>();
    Map<String, Version<Item>> rawMaterials = new LinkedHashMap<>();
    for (Version<Item> version : all) {
      parts.merge(version.row().partId(), version, Fabrication::older);
      rawMaterials.merge(version.row().rawMaterial(), version, Fabrication::older);
    }
    parts
        .values()
        .forEach(
            first ->
                expectation.row(
                    "part", ExpectedRow.of(partValues(first.row()), first, Warnings.none())));
    rawMaterials
        .values()
        .forEach(
            first ->
                expectation.row(
                    "raw_material",
                    ExpectedRow.of(
                        Map.of("name", first.row().rawMaterial()), first, Warnings.none())));
  }

  /** An item of which nothing is known but that something refers to it. */
  static ExpectedRow stub(String itemId, FedRecord reference) {
    Map<String, String> values = new HashMap<>();
    for (String column : List.of("part_id", "in_date", "out_date", "upload")) {
      values.put(column, null);
    }
    values.put("item_id", itemId);
    values.put("assay_stub", "true");
    return new ExpectedRow(values, reference.at(), Set.of(), Set.of());
  }

  /** A value as the database shows it; null stays null. */
  static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static Version<Item> older(Version<Item> one, Version<Item> other) {
    return one.isNewer(other) ? other : one;
  }

  private static Map<String, String> values(Item item) {
    Map<String, String> values = new HashMap<>();
    values.put("item_id", item.itemId());
    values.put("part_id", item.partId());
    values.put("in_date", text(item.inDate()));
    values.put("out_date", text(item.outDate()));
    values.put("upload", item.upload());
    values.put("assay_stub", "false");
    return values;
  }

  private static Map<String, String> partValues(Item item) {
    Map<String, String> values = new HashMap<>();
    values.put("part_id", item.partId());
    values.put("name", item.item());
    values.put("raw_material", item.rawMaterial());
    values.put(
        "quantity_value",
        item.quantityValue() == null ? null : item.quantityValue().toPlainString());
    values.put("quantity_unit", item.quantityUnit());
    return values;
  }
}
