package io.assay.engine.decode;

import io.assay.model.Field.Encoding;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Bytes, written as Base64 (either alphabet of RFC 4648, padded or not) or hexadecimal digits. */
final class BinaryText implements TextType {
  private final Encoding encoding;

  BinaryText(Encoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public Object read(String text) {
    try {
      if (encoding == Encoding.HEX) {
        return HexFormat.of().parseHex(text);
      }
      boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
      return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    } catch (IllegalArgumentException e) {
      return Refusal.type(
          encoding == Encoding.HEX ? "is no even number of hexadecimal digits" : "is no Base64");
    }
  }

  @Override
  public DataType dataType() {
    return DataTypes.BinaryType;
  }
}
