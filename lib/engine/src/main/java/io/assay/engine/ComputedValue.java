package io.assay.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.assay.engine.rule.RecordCheck;
import io.assay.model.Severity;
import org.apache.spark.sql.Column;

/**
 * A value that may fail to compute.
 *
 * @param name what people know it by
 * @param column which holds the {@linkplain io.assay.engine.sql.Scope#attempt attempt}
 * @param sql what computes it
 */
record ComputedValue(String name, String column, String sql) {
  /** True where it cannot be computed; only asked where it was tried. */
  Column failed() {
    return col(column).isNull();
  }

  /** The finding where it cannot be computed. */
  Column finding() {
    return RecordCheck.finding(
        "type",
        Severity.REJECT,
        lit(name),
        lit(null).cast("string"),
        lit(name + " cannot be computed: " + sql));
  }
}
