package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.UUID;
import java.util.regex.Pattern;

/** Values that a definition gives itself, held against their type before any record is read. */
final class LiteralText {
  private static final Pattern CANONICAL_UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private LiteralText() {}

  /**
   * Whether the text may be a value of the type. Dates in forms of their own, timestamps and nested
   * types are left to whoever reads them.
   */
  static boolean fits(ColumnType type, String text) {
    try {
      if (type instanceof ColumnType.Decimal decimal) {
        BigDecimal number = new BigDecimal(text).setScale(decimal.scale());
        return number.precision() - decimal.scale() <= decimal.precision() - decimal.scale();
      }
      if (type instanceof ColumnType.Enumeration enumeration) {
        return enumeration.symbols().contains(text);
      }
      if (type == Simple.INTEGER) {
        return !text.isEmpty() && new BigDecimal(text).intValueExact() == Integer.parseInt(text);
      } else if (type == Simple.BIGINT) {
        return new BigDecimal(text).longValueExact() == Long.parseLong(text);
      } else if (type == Simple.DOUBLE) {
        return Double.isFinite(Double.parseDouble(text));
      } else if (type == Simple.BOOLEAN) {
        return text.equals("true") || text.equals("false");
      } else if (type == Simple.UUID) {
        return CANONICAL_UUID.matcher(text).matches()
            && UUID.fromString(text).toString().length() == text.length();
      } else if (type == Simple.DATE) {
        return LocalDate.parse(text).getYear() <= 9999;
      }
      return true;
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      return false;
    }
  }
}
