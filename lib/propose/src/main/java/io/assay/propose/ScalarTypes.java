package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Which type the values of a field have. What the type refuses, no value of the sample is. */
final class ScalarTypes {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Digits that say who or what, not how many: leading zeros and hyphens may come. */
  private static final Pattern CODE =
      Pattern.compile(
          "(.*_)?(id|code|zip|post_?code|postal_code|phone|mobile|cell|fax|ssn|sku|isbn|ean|account|number|no|nr|iban|vat)");

  private static final int MOST_INTEGER_DIGITS = 8;
  private static final int MOST_SCALE = 4;
  private static final int MOST_PRECISION = 38;
  private static final int DIGITS_TO_GROW = 4;

  private ScalarTypes() {}

  /** The type of values that are neither objects nor arrays. */
  static TypeIdea of(String name, Observed seen) {
    List<JsonNode> values = seen.values();
    if (values.stream().allMatch(JsonNode::isBoolean)) {
      return TypeIdea.of("boolean");
    }
    if (values.stream().allMatch(JsonNode::isNumber)) {
      return Epoch.noteFor(
          name, values, number(values.stream().map(JsonNode::decimalValue).toList()));
    }
    if (values.stream().allMatch(JsonNode::isTextual)) {
      return text(
          name,
          values.stream()
              .map(value -> value.textValue().strip())
              .filter(text -> !text.isEmpty())
              .toList());
    }
    return new TypeIdea("text", List.of(), "values of several types");
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
      return number(texts.stream().map(BigDecimal::new).toList()).withNote("written as text");
    }
    return DateForms.of(texts).orElseGet(() -> TypeIdea.of("text"));
  }

  private static TypeIdea number(List<BigDecimal> values) {
    int scale = 0;
    int digits = 1;
    boolean exponents = false;
    for (BigDecimal value : values) {
      scale = Math.max(scale, value.scale());
      digits = Math.max(digits, value.precision() - value.scale());
      exponents |= value.scale() < 0;
    }
    if (scale <= 0 && !exponents) {
      return digits <= MOST_INTEGER_DIGITS
          ? TypeIdea.of("integer")
          : digits <= 18
              ? TypeIdea.of("bigint")
              : TypeIdea.of("decimal(" + Math.min(MOST_PRECISION, digits) + ",0)");
    }
    int precision = digits + DIGITS_TO_GROW + scale;
    return exponents || scale > MOST_SCALE || precision > MOST_PRECISION
        ? TypeIdea.of("double")
        : TypeIdea.of("decimal(" + precision + "," + scale + ")");
  }
}
