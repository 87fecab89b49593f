package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which type the values of a field have, with room for values that the sample does not have. What
 * the type refuses, no value of the sample is.
 */
final class ScalarTypes {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Digits that say who or what, not how many: leading zeros and hyphens may come. */
  private static final Pattern CODE =
      Pattern.compile(
          "(.*_)?(id|.*code|zip|phone|mobile|cell|fax|ssn|sku|isbn|ean|upc|account|number|no|nr|iban|vat|barcode|version)");

  /** Amounts, which may have cents even where the sample has none. */
  private static final Pattern MONEY =
      Pattern.compile(
          "(.*_)?(prices?|amount|total|sub_?total|costs?|fees?|tax|salary|wage|balance|fare|freight|discount|payment|revenue|budget|msrp)");

  private static final int MOST_INTEGER_DIGITS = 8;
  private static final int MOST_SCALE = 4;
  private static final int MOST_PRECISION = 38;
  private static final int LEAST_PRECISION = 18;
  private static final int DIGITS_TO_GROW = 4;

  private ScalarTypes() {}

  /** The type of values that are neither objects nor arrays. */
  static TypeIdea of(String name, Observed seen) {
    List<JsonNode> values = seen.values();
    if (values.stream().allMatch(JsonNode::isBoolean)) {
      return TypeIdea.of("boolean");
    }
    if (values.stream().allMatch(JsonNode::isNumber)) {
      return Epoch.of(name, values)
          .orElseGet(
              () -> number(name, values.stream().map(JsonNode::decimalValue).toList(), false));
    }
    if (values.stream().allMatch(JsonNode::isTextual)) {
      return text(
          name,
          values.stream()
              .map(value -> value.textValue().strip())
              .filter(text -> !text.isEmpty())
              .toList());
    }
    return TypeIdea.of("text", "values of several types");
  }

  private static TypeIdea text(String name, List<String> texts) {
    if (texts.isEmpty()) {
      return TypeIdea.of("text");
    }
    if (texts.stream().allMatch(text -> UUID.matcher(text).matches())) {
      return TypeIdea.of("uuid");
    }
    if (texts.stream().allMatch(text -> text.equals("true") || text.equals("false"))) {
      return TypeIdea.of("boolean");
    }
    if (!CODE.matcher(name).matches()
        && texts.stream().allMatch(text -> NUMBER.matcher(text).matches())) {
      return number(name, texts.stream().map(BigDecimal::new).toList(), true)
          .withNote("written as text");
    }
    return DateForms.of(texts).orElseGet(() -> TypeIdea.of("text"));
  }

  /**
   * Exact where it is money or was written with care; measurements may come with more digits than
   * the sample has.
   */
  private static TypeIdea number(String name, List<BigDecimal> values, boolean written) {
    int scale = 0;
    int digits = 1;
    boolean exponents = false;
    for (BigDecimal value : values) {
      scale = Math.max(scale, value.scale());
      digits = Math.max(digits, value.precision() - value.scale());
      exponents |= value.scale() < 0;
    }
    boolean exact = MONEY.matcher(name).matches();
    if (scale <= 0 && !exponents && !exact) {
      return digits <= MOST_INTEGER_DIGITS
          ? TypeIdea.of("integer")
          : digits <= 18
              ? TypeIdea.of("bigint")
              : TypeIdea.of(digits > MOST_PRECISION ? "text" : "decimal(" + MOST_PRECISION + ",0)");
    }
    int precision = Math.max(LEAST_PRECISION, digits + DIGITS_TO_GROW + MOST_SCALE);
    return (!exact && !written) || exponents || scale > MOST_SCALE || precision > MOST_PRECISION
        ? TypeIdea.of("double")
        : TypeIdea.of("decimal(" + precision + "," + MOST_SCALE + ")");
  }
}
