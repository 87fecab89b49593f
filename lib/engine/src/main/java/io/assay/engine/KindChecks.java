package io.assay.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.decode.RecordDecoder;
import io.assay.engine.rule.AmbiguityCheck;
import io.assay.engine.rule.RecordCheck;
import io.assay.engine.sql.Scope;
import io.assay.model.Field;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The rules of a kind that ask about the record alone, and what of their failures comes from values
 * that can be read in two ways.
 */
final class KindChecks {
  private final int index;
  private final RecordKind kind;
  private final Scope fields;
  private final Column decoded;
  private final Column readable;
  private final List<RecordCheck> checks = new ArrayList<>();
  private final Map<String, Column> failed = new LinkedHashMap<>();
  private final List<AmbiguityCheck> ambiguities = new ArrayList<>();
  private final Map<String, Column> ambiguous = new LinkedHashMap<>();

  /**
   * Those of one kind.
   *
   * @param fields its fields
   * @param decoded the struct with the decoded fields and their other readings
   * @param readable true where the value decodes
   */
  KindChecks(int index, RecordKind kind, Scope fields, Column decoded, Column readable) {
    this.index = index;
    this.kind = kind;
    this.fields = fields;
    this.decoded = decoded;
    this.readable = readable;
    for (Rule rule : kind.rules()) {
      RecordCheck.of(rule, fields).forEach(check -> add(rule, check));
    }
  }

  private void add(Rule rule, RecordCheck check) {
    String name = failedName(checks.size());
    checks.add(check);
    failed.put(name, coalesce(when(readable, check.failed()), lit(false)));
    for (Field field : kind.fields()) {
      if (!field.also().isEmpty()) {
        AmbiguityCheck.of(rule.check(), check, col(name), field, readings(field), fields)
            .ifPresent(this::add);
      }
    }
  }

  private void add(AmbiguityCheck ambiguity) {
    ambiguous.put(ambiguousName(ambiguities.size()), ambiguity.failed());
    ambiguities.add(ambiguity);
  }

  /** Which checks fail. */
  Map<String, Column> failed() {
    return failed;
  }

  /** Which failures come from an ambiguous value. */
  Map<String, Column> ambiguous() {
    return ambiguous;
  }

  /** The rule of each of the checks, in their order. */
  List<String> rules() {
    return checks.stream().map(RecordCheck::rule).toList();
  }

  /** Tells what fails. */
  void tell(FindingColumns findings) {
    for (int i = 0; i < ambiguities.size(); i++) {
      AmbiguityCheck ambiguity = ambiguities.get(i);
      findings.add(
          col(ambiguousName(i)),
          ambiguity.finding(fields.field(ambiguity.field().name()), readings(ambiguity.field())));
    }
    for (int i = 0; i < checks.size(); i++) {
      RecordCheck check = checks.get(i);
      Column fails = col(failedName(i)).and(not(isAmbiguous(check)));
      if (check.severity() == Severity.WARN) {
        findings.add(fails, check.finding());
      } else {
        findings.refuse(fails, check.finding());
      }
    }
  }

  /** The fields, of which those are empty that are to be cleared where they are ambiguous. */
  Scope settled() {
    Scope scope = fields;
    for (Field field : kind.fields()) {
      Column cleared = lit(false);
      for (int i = 0; i < ambiguities.size(); i++) {
        AmbiguityCheck ambiguity = ambiguities.get(i);
        if (ambiguity.field().equals(field) && field.ambiguity() == Field.Ambiguity.CLEAR) {
          cleared = cleared.or(col(ambiguousName(i)));
        }
      }
      scope = scope.with(field.name(), when(not(cleared), fields.field(field.name())));
    }
    return scope;
  }

  private Column isAmbiguous(RecordCheck check) {
    Column isAmbiguous = lit(false);
    for (int i = 0; i < ambiguities.size(); i++) {
      if (ambiguities.get(i).check().equals(check)) {
        isAmbiguous = isAmbiguous.or(col(ambiguousName(i)));
      }
    }
    return isAmbiguous;
  }

  private Column readings(Field field) {
    return decoded.getField(field.name() + RecordDecoder.ALSO);
  }

  private String failedName(int check) {
    return "_failed_" + index + "_" + check;
  }

  private String ambiguousName(int ambiguity) {
    return "_ambiguous_" + index + "_" + ambiguity;
  }
}
