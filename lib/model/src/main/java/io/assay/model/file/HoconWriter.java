package io.assay.model.file;

import com.typesafe.config.ConfigUtil;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes maps, lists, texts, numbers, booleans and absent values ({@code null} in HOCON) as HOCON,
 * in the order in which the maps give them.
 */
final class HoconWriter {
  private HoconWriter() {}

  static String text(Map<String, ?> tree) {
    StringBuilder text = new StringBuilder();
    write(tree, "", text);
    return text.toString();
  }

  private static void write(Map<String, ?> tree, String indent, StringBuilder text) {
    tree.forEach(
        (key, value) -> {
          text.append(indent).append(ConfigUtil.joinPath(key));
          if (value instanceof Map<?, ?> inner) {
            text.append(" {\n");
            write(named(inner), indent + "  ", text);
            text.append(indent).append("}\n");
          } else {
            text.append(" = ").append(value(value)).append('\n');
          }
        });
  }

  private static Map<String, ?> named(Map<?, ?> map) {
    Map<String, Object> named = new java.util.LinkedHashMap<>();
    map.forEach((key, value) -> named.put((String) key, value));
    return named;
  }

  private static String value(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(HoconWriter::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(HoconWriter::value).orElse("null");
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return value instanceof Boolean || value instanceof Integer || value instanceof Long
        ? value.toString()
        : ConfigUtil.quoteString((String) value);
  }
}
