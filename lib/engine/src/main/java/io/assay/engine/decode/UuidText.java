package io.assay.engine.decode;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** UUIDs in the canonical form of RFC 9562, read in any case and kept in lower case. */
final class UuidText implements TextType {
  @Override
  public Object read(String text) {
    if (text.length() != 36) {
      return Refusal.type("is no UUID");
    }
    byte[] lower = new byte[36];
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
        return Refusal.type("is no UUID");
      }
      lower[i] = (byte) (c >= 'A' && c <= 'F' ? c + ('a' - 'A') : c);
    }
    return UTF8String.fromBytes(lower);
  }

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
  }
}
