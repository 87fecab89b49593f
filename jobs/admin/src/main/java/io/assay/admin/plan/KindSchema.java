package io.assay.admin.plan;

import io.assay.engine.sql.SparkTypes;
import io.assay.model.Field;
import io.assay.model.RecordKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kind of record as Spark sees it.
 *
 * @param kind its name
 * @param fields Spark's types, by field, in order
 */
record KindSchema(String kind, Map<String, String> fields) {
  static KindSchema of(RecordKind kind) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Field field : kind.fields()) {
      fields.put(field.name(), SparkTypes.name(field.type()));
    }
    return new KindSchema(kind.name(), fields);
  }
}
