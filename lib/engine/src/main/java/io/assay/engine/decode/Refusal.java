package io.assay.engine.decode;

/**
 * Why a text is not taken as the value of its field.
 *
 * @param rule {@link #TYPE} or {@link #AMBIGUOUS}
 * @param reason continues "'text'": {@code is no integer}
 */
record Refusal(String rule, String reason) {
  static final String TYPE = "type";
  static final String AMBIGUOUS = "ambiguous";

  static Refusal type(String reason) {
    return new Refusal(TYPE, reason);
  }

  static Refusal ambiguous(String reason) {
    return new Refusal(AMBIGUOUS, reason);
  }
}
