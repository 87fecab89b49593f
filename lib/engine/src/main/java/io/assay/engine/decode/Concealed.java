package io.assay.engine.decode;

import io.assay.model.Field;
import io.assay.model.Mask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What findings say about values that must not be shown. */
final class Concealed {
  private static final Pattern PLACE = Pattern.compile("\\(line \\d+, column \\d+\\)$");

  private Concealed() {}

  /** A value of a field, as a finding shows it. */
  static String value(Field field, String text) {
    return field.treatment().masked() ? Mask.of(text) : Excerpt.of(text);
  }

  /** Why a value is refused; reasons may quote what was read. */
  static String reason(Field field, Refusal refusal) {
    if (!field.treatment().masked()) {
      return refusal.reason();
    }
    return refusal.rule().equals(Refusal.AMBIGUOUS)
        ? "reads as different values"
        : "does not fit its type";
  }

  /** Why a value as a whole does not decode, with the place if that is known. */
  static String reason(String message) {
    Matcher place = PLACE.matcher(message);
    return "the value does not decode"
        + (place.find() ? " " + place.group() : "")
        + "; more is not shown, because fields of the kind are masked";
  }
}
