package io.assay.engine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.record.Refined;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * The findings of a record, gathered one after another: whether there are any, and all of them.
 * They are made only where there are any.
 */
final class FindingColumns {
  private final Column decoded;
  private final List<Column> single = new ArrayList<>();
  private final List<Column> several = new ArrayList<>();
  private Column any;
  private Column refused;

  /**
   * Begins with those of decoding.
   *
   * @param decoded an array, or null
   */
  FindingColumns(Column decoded) {
    this.decoded = decoded;
    this.any = decoded.isNotNull();
    this.refused = any;
  }

  /** Adds a finding. */
  void add(Column failed, Column finding) {
    any = any.or(failed);
    single.add(when(failed, finding));
  }

  /** Adds a finding after which nothing is asked about the rows of the record. */
  void refuse(Column failed, Column finding) {
    add(failed, finding);
    refused = refused.or(failed);
  }

  /**
   * Adds findings.
   *
   * @param findings an array, or null
   */
  void addAll(Column failed, Column findings) {
    any = any.or(failed);
    several.add(when(failed, findings));
  }

  /** Adds findings after which nothing is asked about the rows of the record. */
  void refuseAll(Column findings) {
    addAll(findings.isNotNull(), findings);
    refused = refused.or(findings.isNotNull());
  }

  /** True where the record, as far as it has been looked at, is refused. */
  Column isRefused() {
    return refused;
  }

  /** True where there are findings. */
  Column isAny() {
    return any;
  }

  /** All of them, an array. */
  Column all() {
    List<Column> all = new ArrayList<>(List.of(orNone(decoded)));
    if (!single.isEmpty()) {
      all.add(array_compact(array(single.toArray(Column[]::new))).cast(Refined.FINDINGS_TYPE));
    }
    several.forEach(more -> all.add(orNone(more)));
    return concat(all.toArray(Column[]::new));
  }

  private static Column orNone(Column findings) {
    return coalesce(findings, array().cast(Refined.FINDINGS_TYPE));
  }
}
