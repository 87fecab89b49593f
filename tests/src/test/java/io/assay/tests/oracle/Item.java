package io.assay.tests.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row of the sheet {@code fabrication}. */
record Item(
    String item,
    String itemId,
    String rawMaterial,
    BigDecimal quantityValue,
    String quantityUnit,
    LocalDate inDate,
    LocalDate outDate,
    String upload) {
  private static final UUID PARTS = UUID.fromString("6f0b3ac1-7a43-5f0e-9d2c-0d6f7d1e5a10");
  private static final Pattern NUMBER = Pattern.compile("(^-)?[0-9]+([.][0-9]+)?");
  private static final BigDecimal LEAST = new BigDecimal("0.001");
  private static final BigDecimal MOST = new BigDecimal("100000");
  private static final Set<String> RAW_MATERIALS =
      Set.of(
          "sheet steel",
          "plastics",
          "stainless steel",
          "cast aluminum",
          "porcelain enamel",
          "(enameling iron) Porcelain coating",
          "steel (enameling iron) Porcelain coating");

  /** Reads a row; empty if it is blank. Rules that it fails are with the reading. */
  static Optional<Version<Item>> read(SheetReading row) {
    String item = row.text("item");
    String itemId = row.text("item id");
    String written = row.verbatim("raw material");
    String rawMaterial = SheetReading.trimmed(written);
    String quantity = row.text("quantity");
    SheetDates in = row.date("in date", SheetDates::dayFirst);
    SheetDates out = row.date("out date", SheetDates::dayFirst);
    Integer revision = row.integer("revision");
    if (row.rejections().isEmpty()
        && Stream.of(item, itemId, rawMaterial, quantity).allMatch(cell -> cell == null)) {
      return Optional.empty();
    }
    BigDecimal value = value(quantity);
    row.rejectUnlessPresent(item, itemId, rawMaterial, quantity);
    row.reject("in-date-present", in.own().isEmpty());
    row.rejectUnlessMatching("item-id-format", itemId, "(T|WM)[0-9]{3,9}");
    row.reject(
        "quantity-number",
        value != null && (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0));
    row.reject("quantity-readable", quantity != null && value == null);
    List<LocalDate> dates = row.inOrder("out-after-in", in, out);
    row.warn(
        "material-spacing",
        written != null && !written.equals(written.replaceAll("\\A +| +\\z", "")));
    row.warnUnlessOneOf("material-known", rawMaterial, RAW_MATERIALS);
    Item read =
        new Item(
            item,
            itemId,
            rawMaterial,
            value,
            unit(quantity),
            dates.get(0),
            dates.get(1),
            row.upload());
    return Optional.of(new Version<>(read, itemId, revision, row.record(), row.warnings()));
  }

  /** Identifies what items have in common. */
  String partId() {
    String name =
        Stream.of(
                item,
                rawMaterial,
                quantityValue == null ? null : quantityValue.toPlainString(),
                quantityUnit)
            .filter(part -> part != null)
            .collect(Collectors.joining("|"));
    return NameUuid.of(PARTS, name).toString();
  }

  /**
   * The first number in the text, with three decimals; null if there is none that fits twelve
   * digits.
   */
  static BigDecimal value(String quantity) {
    if (quantity == null) {
      return null;
    }
    Matcher number = NUMBER.matcher(quantity);
    if (!number.find()) {
      return null;
    }
    BigDecimal value = new BigDecimal(number.group()).setScale(3, RoundingMode.HALF_UP);
    return value.precision() > 12 ? null : value;
  }

  /**
   * What is left of the text without the number at its start or, after a space or dash, at its end.
   */
  static String unit(String quantity) {
    return quantity == null
        ? null
        : SheetReading.trimmed(quantity.replaceAll("^ *[0-9.]+|[ —–-]+[0-9.]+ *$", ""));
  }
}
