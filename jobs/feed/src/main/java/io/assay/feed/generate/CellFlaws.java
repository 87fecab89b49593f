package io.assay.feed.generate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Rows in which one cell is not as it should be, or is good and looks as if it were not. */
final class CellFlaws {
  private static final Map<Stage, List<String>> SLOPPY =
      Map.of(
          Stage.FABRICATION,
          List.of(
              " plastic", " plastics", "plastics ", "Plastics", "sheet steal", "cast  aluminum"),
          Stage.SUB_ASSEMBLY,
          List.of(
              "Weld Assembly.", "Mechanical assembly", " Tub assemblies", "Spot Weld Assembly.."),
          Stage.ASSEMBLY,
          List.of("Complaince", "Electrical testing", "Module ", "Certification Standards."));

  private static final Map<Stage, List<String>> REQUIRED =
      Map.of(
          Stage.FABRICATION, List.of("item", "item id", "raw material", "Quantity", "in date"),
          Stage.SUB_ASSEMBLY,
              List.of("Assembly ID", "process", "Item ID", "Machine ID", "start date"),
          Stage.ASSEMBLY, List.of("process", "Process ID", "Machine ID", "Start Date "));

  private static final Map<Stage, List<String>> ID_COLUMNS =
      Map.of(
          Stage.FABRICATION, List.of("item id"),
          Stage.SUB_ASSEMBLY, List.of("Assembly ID", "Item ID", "Machine ID"),
          Stage.ASSEMBLY, List.of("Process ID", "Machine ID"));

  private static final List<String> BAD_QUANTITIES =
      List.of("ten", "0", "0 kg", "-", "-5", "-2 kg", "1000000", "0.0001", "n/a", "999999999999");

  private static final List<String> QUANTITIES_WITH_UNITS =
      List.of("10 sqft", "5 kg/m3", "24 gauge", "3 kg ", "ingots—20", "12kg", "2.5 m");

  private static final List<String> HOSTILE =
      List.of(
          "'; drop table item; --",
          "\\N",
          "\\.",
          "O'Brien's \"special\" tub",
          "back\\slash \\n \\t \\u0041",
          "tab\there",
          "line\nbreak",
          "carriage\r\nreturn",
          "laundry \uD83E\uDDFA \uD83C\uDF00",
          "\u0645\u0636\u062e\u0629",
          "e\u0301 is not \u00e9",
          "null",
          "NULL",
          "{\"item\": 1}",
          "$1 ${x} %s {0}",
          "a|b,c;d");

  private CellFlaws() {}

  static Map<RecordClass, Flaw> all() {
    return Map.of(
        RecordClass.TEXT_HYGIENE, CellFlaws::sloppy,
        RecordClass.MISSING_FIELD, CellFlaws::missing,
        RecordClass.BAD_ID, CellFlaws::badId,
        RecordClass.BAD_QUANTITY, (plant, random) -> quantity(BAD_QUANTITIES, plant, random),
        RecordClass.QUANTITY_WITH_UNITS,
            (plant, random) -> quantity(QUANTITIES_WITH_UNITS, plant, random),
        RecordClass.HOSTILE_TEXT, CellFlaws::hostile);
  }

  private static Optional<Draft> sloppy(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    Stage stage = product.stage();
    String column = stage == Stage.FABRICATION ? "raw material" : "process";
    return with(product, column, Catalogue.oneOf(SLOPPY.get(stage), random));
  }

  private static Optional<Draft> hostile(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    return with(product, freeText(product.stage()), Catalogue.oneOf(HOSTILE, random));
  }

  private static Optional<Draft> quantity(List<String> texts, Plant plant, Random random) {
    return with(plant.item(), "Quantity", Catalogue.oneOf(texts, random));
  }

  private static Optional<Draft> missing(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    String column = Catalogue.oneOf(REQUIRED.get(product.stage()), random);
    Map<String, String> cells = product.cells();
    switch (random.nextInt(4)) {
      case 0 -> cells.remove(column);
      case 1 -> cells.put(column, null);
      case 2 -> cells.put(column, "");
      default -> cells.put(column, "   ");
    }
    String key = column.equals(keyColumn(product.stage())) ? null : product.key();
    return Optional.of(Draft.of(product.stage(), key, cells, 1));
  }

  private static Optional<Draft> badId(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    String column = Catalogue.oneOf(ID_COLUMNS.get(product.stage()), random);
    String good = product.cells().get(column);
    String bad =
        switch (random.nextInt(4)) {
          case 0 -> "X" + good;
          case 1 -> good.toLowerCase(Locale.ROOT);
          case 2 -> good + "?";
          default -> good.substring(0, 1);
        };
    Map<String, String> cells = product.cells();
    cells.put(column, bad);
    String key = column.equals(keyColumn(product.stage())) ? bad : product.key();
    return Optional.of(Draft.of(product.stage(), key, cells, 1));
  }

  /** A column that any text may stand in. */
  static String freeText(Stage stage) {
    return stage == Stage.FABRICATION ? "item" : "process";
  }

  private static String keyColumn(Stage stage) {
    return switch (stage) {
      case FABRICATION -> "item id";
      case SUB_ASSEMBLY -> "Assembly ID";
      case ASSEMBLY -> "Process ID";
    };
  }

  private static Optional<Draft> with(Product product, String column, String value) {
    Map<String, String> cells = product.cells();
    cells.put(column, value);
    return Optional.of(Draft.of(product.stage(), product.key(), cells, 1));
  }
}
