package io.assay.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.rule.SymbolCheck;
import io.assay.engine.sql.Scope;
import io.assay.engine.sql.SparkTypes;
import io.assay.model.Field;
import io.assay.model.RecordKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/** The fields of a kind of record that are computed from others, each after those that it uses. */
final class ComputedFields {
  private final List<Map<String, Column>> levels = new ArrayList<>();
  private final List<ComputedValue> attempts = new ArrayList<>();
  private final RecordKind kind;
  private final Scope scope;

  /**
   * Those of one kind.
   *
   * @param decoded the struct with the decoded fields
   * @param asked true where they are to be computed
   */
  ComputedFields(int index, RecordKind kind, Column decoded, Column asked) {
    this.kind = kind;
    Scope known =
        Scope.empty()
            .masking(
                kind.fields().stream()
                    .filter(field -> field.treatment().masked())
                    .map(Field::name)
                    .collect(Collectors.toSet()));
    Map<String, Integer> levelOf = new LinkedHashMap<>();
    for (Field field : kind.fields()) {
      if (!(field.origin() instanceof Field.Origin.Computed sql)) {
        known = known.with(field.name(), decoded.getField(field.name()));
        continue;
      }
      int level = level(sql.sql(), levelOf);
      levelOf.put(field.name(), level);
      while (levels.size() <= level) {
        levels.add(new LinkedHashMap<>());
      }
      String column = "_computed_" + index + "_" + field.name();
      Column attempt = known.attempt(sql.sql(), SparkTypes.name(field.type()));
      levels.get(level).put(column, when(asked, attempt));
      attempts.add(new ComputedValue(field.name(), column, sql.sql()));
      known = known.with(field.name(), col(column).getField("v"));
    }
    this.scope = known;
  }

  private static int level(String sql, Map<String, Integer> earlier) {
    int level = 0;
    for (Map.Entry<String, Integer> field : earlier.entrySet()) {
      if (Pattern.compile("\\b" + field.getKey() + "\\b").matcher(sql).find()) {
        level = Math.max(level, field.getValue() + 1);
      }
    }
    return level;
  }

  /** The columns, stage by stage. */
  List<Map<String, Column>> levels() {
    return levels;
  }

  /** What may have failed. */
  List<ComputedValue> attempts() {
    return attempts;
  }

  /**
   * Tells which values are no symbols of their enum.
   *
   * @param readable true where the value decodes
   */
  void tellStrange(Column readable, FindingColumns findings) {
    for (Field field : kind.fields()) {
      if (field.origin() instanceof Field.Origin.Computed) {
        SymbolCheck.of(field.name(), field.type(), scope.field(field.name()))
            .ifPresent(
                check ->
                    findings.refuse(
                        readable.and(check.failed()), check.finding(scope.shown(field.name()))));
      }
    }
  }

  /** All fields of the kind, decoded and computed. */
  Scope scope() {
    return scope;
  }
}
