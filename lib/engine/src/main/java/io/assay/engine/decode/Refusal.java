package io.assay.engine.decode;

import io.assay.engine.rule.SymbolCheck;

/**
 * Why a text is not taken as the value of its field.
 *
 * @param rule {@link #TYPE}, {@link #SYMBOL} or {@link #AMBIGUOUS}
 * @param reason continues "'text'": {@code is no integer}
 */
record Refusal(String rule, String reason) {
  static final String TYPE = "type";
  static final String SYMBOL = SymbolCheck.RULE;
  static final String AMBIGUOUS = "ambiguous";

  static Refusal type(String reason) {
    return new Refusal(TYPE, reason);
  }

  static Refusal symbol(String reason) {
    return new Refusal(SYMBOL, reason);
  }

  static Refusal ambiguous(String reason) {
    return new Refusal(AMBIGUOUS, reason);
  }
}
