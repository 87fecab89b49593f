package io.assay.engine.decode;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Any text that PostgreSQL can hold: all of Unicode but U+0000 and lone surrogates. */
final class PlainText implements TextType {
  @Override
  public Object read(String text) {
    Refusal refusal = refusal(text);
    return refusal == null ? UTF8String.fromString(text) : refusal;
  }

  /** Why PostgreSQL cannot hold the text; null if it can. */
  static Refusal refusal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return Refusal.type("holds the character U+0000, which PostgreSQL cannot store");
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return Refusal.type("holds half of a surrogate pair, which is no character");
        }
        i++;
      }
    }
    return null;
  }

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
  }
}
