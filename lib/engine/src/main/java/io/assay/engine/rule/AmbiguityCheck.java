package io.assay.engine.rule;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;

import io.assay.engine.sql.Scope;
import io.assay.model.Field;
import io.assay.model.Mask;
import io.assay.model.Rule.Check;
import io.assay.model.Severity;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Whether a check that fails would pass under another reading of one of its fields. Then nobody can
 * tell which reading was meant, and the finding is {@code ambiguous}, not the check's.
 *
 * @param field the field with other readings
 * @param check the check that fails
 * @param failed true where the check fails, and passes under another reading; never null
 */
public record AmbiguityCheck(Field field, RecordCheck check, Column failed) {

  /** The rule's name in findings. */
  public static final String RULE = "ambiguous";

  /**
   * The ambiguity of a field for a check, if the check is SQL and looks at the field.
   *
   * @param checkFailed a column that is true where the check fails
   * @param readings the other readings of the field: an array, or null
   */
  public static Optional<AmbiguityCheck> of(
      Check rule,
      RecordCheck check,
      Column checkFailed,
      Field field,
      Column readings,
      Scope scope) {
    if (!(rule instanceof Check.Sql sql) || !sql.fields().contains(field.name())) {
      return Optional.empty();
    }
    Column passes = lit(false);
    for (int reading = 0; reading < field.also().size(); reading++) {
      Column other = get(readings, lit(reading));
      Column passesOther =
          other.isNotNull().and(RecordCheck.holds(sql, scope.with(field.name(), other)));
      passes = passes.or(passesOther);
    }
    return Optional.of(
        new AmbiguityCheck(
            field, check, checkFailed.and(readings.isNotNull()).and(coalesce(passes, lit(false)))));
  }

  /** What the finding means: a cleared field is a warning. */
  public Severity severity() {
    return field.ambiguity() == Field.Ambiguity.CLEAR ? Severity.WARN : Severity.REJECT;
  }

  /** The finding. */
  public Column finding(Column value, Column readings) {
    if (field.treatment().masked()) {
      return RecordCheck.finding(
          RULE,
          severity(),
          lit(field.name()),
          Scope.empty().with("text", value.cast("string")).column(Mask.sql("text")),
          lit(field.name() + " has another reading, which passes " + check.rule()));
    }
    Column message =
        concat(
            lit(field.name() + " reads as "),
            value.cast("string"),
            lit(declared() + ", which fails " + check.rule() + ", and as "),
            get(readings, lit(0)).cast("string"),
            lit(" (" + String.join(" or ", field.also()) + "), which passes"));
    return RecordCheck.finding(RULE, severity(), lit(field.name()), value.cast("string"), message);
  }

  private String declared() {
    List<String> formats = field.formats();
    return formats.isEmpty() ? "" : " (" + String.join(" or ", formats) + ")";
  }
}
