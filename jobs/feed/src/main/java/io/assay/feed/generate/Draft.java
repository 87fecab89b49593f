package io.assay.feed.generate;

import io.assay.feed.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A record before it has its place in an upload.
 *
 * @param key null if there is none
 * @param value the bytes of the value
 */
record Draft(Stage stage, String key, byte[] value) {

  /** The row of a product. */
  static Draft of(Product product, int revision) {
    return of(product.stage(), product.key(), product.cells(), revision);
  }

  /** A row with these cells. */
  static Draft of(Stage stage, String key, Map<String, String> cells, int revision) {
    return of(stage, key, json(cells, revision));
  }

  /** A record with that text. */
  static Draft of(Stage stage, String key, String text) {
    return new Draft(stage, key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The JSON text of a row. */
  static String json(Map<String, String> cells, int revision) {
    Map<String, Object> members = new LinkedHashMap<>(cells);
    members.put("revision", revision);
    return JsonWriter.text(members);
  }
}
