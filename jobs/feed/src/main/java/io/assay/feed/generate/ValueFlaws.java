package io.assay.feed.generate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Values that are no row at all. */
final class ValueFlaws {
  /** Stands in a cell for what the JSON text shall hold there. */
  private static final String MARK = "@";

  private static final List<String> UNSTORABLE = List.of("\\u0000", "\\ud83e", "\\uddfa");

  private static final List<String> NO_OBJECTS =
      List.of("[]", "[{\"item\":\"tub\"}]", "null", "42", "-1.5e3", "\"tub\"", "true");

  private ValueFlaws() {}

  static Map<RecordClass, Flaw> all() {
    return Map.of(
        RecordClass.BROKEN_JSON, ValueFlaws::broken,
        RecordClass.NOT_AN_OBJECT, ValueFlaws::notAnObject,
        RecordClass.BLANK_ROW, ValueFlaws::blank,
        RecordClass.UNSTORABLE_TEXT, ValueFlaws::unstorable);
  }

  private static Optional<Draft> broken(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    String json = Draft.json(product.cells(), 1);
    byte[] value =
        switch (random.nextInt(8)) {
          case 0 -> bytes(json.substring(0, json.length() * 2 / 3));
          case 1 -> bytes(json + "}");
          case 2 -> bytes(json.substring(0, json.length() - 1) + ",}");
          case 3 -> bytes(json.replaceFirst(":", "="));
          case 4 -> bytes(json + json);
          case 5 -> bytes("no JSON at all");
          case 6 -> notUtf8(json);
          default -> new byte[0];
        };
    return Optional.of(new Draft(product.stage(), product.key(), value));
  }

  private static Optional<Draft> notAnObject(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    return Optional.of(
        Draft.of(product.stage(), product.key(), Catalogue.oneOf(NO_OBJECTS, random)));
  }

  private static Optional<Draft> blank(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    Map<String, String> cells = product.cells();
    String nothing = random.nextBoolean() ? "" : " ";
    cells.replaceAll((column, cell) -> nothing);
    return Optional.of(Draft.of(product.stage(), null, cells, 1));
  }

  private static Optional<Draft> unstorable(Plant plant, Random random) {
    Product product = Flaw.anyProduct(plant, random);
    Map<String, String> cells = product.cells();
    cells.computeIfPresent(CellFlaws.freeText(product.stage()), (column, cell) -> cell + MARK);
    String text = Draft.json(cells, 1).replace(MARK, Catalogue.oneOf(UNSTORABLE, random));
    return Optional.of(Draft.of(product.stage(), product.key(), text));
  }

  private static byte[] notUtf8(String json) {
    byte[] value = bytes(json);
    value[value.length / 2] = (byte) 0xff;
    return value;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
