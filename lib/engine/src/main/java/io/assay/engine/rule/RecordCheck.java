package io.assay.engine.rule;

import static org.apache.spark.sql.functions.char_length;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.unix_micros;

import io.assay.engine.function.Attempt;
import io.assay.engine.sql.Scope;
import io.assay.model.Rule;
import io.assay.model.Rule.Check;
import io.assay.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.classic.ExpressionUtils;

/**
 * One way in which a record can fail: whether it does, and the finding it then gives.
 *
 * @param rule the rule's name
 * @param severity what the finding means
 * @param failed true where the record fails; never null
 * @param fields the fields it is about; the first is the finding's
 * @param value what was found, or null
 * @param message what a person reads
 */
public record RecordCheck(
    String rule,
    Severity severity,
    Column failed,
    List<String> fields,
    Column value,
    Column message) {

  /** Values in findings are cut to this many characters. */
  public static final int VALUE_LENGTH = 200;

  /** The checks of a rule; none if the rule needs other rows. */
  public static List<RecordCheck> of(Rule rule, Scope scope) {
    List<RecordCheck> checks = ofEvery(rule, scope);
    return rule.when().isEmpty()
        ? checks
        : checks.stream().map(check -> check.where(rule.when().get(), scope)).toList();
  }

  private static List<RecordCheck> ofEvery(Rule rule, Scope scope) {
    List<RecordCheck> checks = new ArrayList<>();
    Check check = rule.check();
    if (check instanceof Check.Required required) {
      for (String field : required.fields()) {
        checks.add(onField(rule, scope, field, scope.field(field).isNull(), "is missing"));
      }
    } else if (check instanceof Check.Range range) {
      Column value = scope.field(range.field());
      Column below = range.min().map(min -> value.lt(lit(min))).orElse(lit(false));
      Column above = range.max().map(max -> value.gt(lit(max))).orElse(lit(false));
      checks.add(
          onField(
              rule,
              scope,
              range.field(),
              below.or(above),
              "is not " + bounds(range.min(), range.max())));
    } else if (check instanceof Check.Length length) {
      Column size = char_length(scope.field(length.field()));
      Column below = length.min().map(min -> size.lt(lit(min))).orElse(lit(false));
      Column above = length.max().map(max -> size.gt(lit(max))).orElse(lit(false));
      checks.add(
          onField(
              rule,
              scope,
              length.field(),
              below.or(above),
              "has a length that is not " + bounds(length.min(), length.max())));
    } else if (check instanceof Check.Pattern pattern) {
      Column value = scope.field(pattern.field());
      Column matches = attempt(value.rlike("\\A(?:" + pattern.regex() + ")\\z"));
      Column failed = value.isNotNull().and(not(coalesce(matches, lit(false))));
      String form = "does not have the form " + pattern.regex();
      checks.add(onField(rule, scope, pattern.field(), failed, form));
    } else if (check instanceof Check.OneOf oneOf) {
      Column known = scope.field(oneOf.field()).isin(oneOf.values().toArray());
      checks.add(onField(rule, scope, oneOf.field(), not(known), "is not one of the known values"));
    } else if (check instanceof Check.Formatted formatted) {
      TextForms form = TextForms.of(formatted.form(), formatted.region());
      Column holds = form.holds(scope.field(formatted.field()));
      checks.add(onField(rule, scope, formatted.field(), not(holds), form.problem()));
    } else if (check instanceof Check.Freshness freshness) {
      checks.add(ofFreshness(rule, scope, freshness));
    } else if (check instanceof Check.Sql sql) {
      checks.add(ofSql(rule, scope, sql));
    }
    return checks;
  }

  /**
   * Whether the SQL check holds in a scope: false where it gives false or cannot be computed. Null
   * holds.
   */
  static Column holds(Check.Sql sql, Scope scope) {
    Column attempt = scope.attempt(sql.sql(), "boolean");
    return attempt.isNotNull().and(coalesce(attempt.getField("v"), lit(true)));
  }

  /**
   * The finding, as a struct in the shape of {@link io.assay.engine.record.Refined#FINDINGS_TYPE}.
   */
  public Column finding() {
    return finding(
        rule,
        severity,
        lit(fields.isEmpty() ? null : fields.get(0)).cast("string"),
        substring(value.cast("string"), 1, VALUE_LENGTH),
        message);
  }

  /** A finding. */
  public static Column finding(
      String rule, Severity severity, Column field, Column value, Column message) {
    return struct(
        lit(rule).as("rule"),
        lit(severity.name().toLowerCase(Locale.ROOT)).as("severity"),
        field.as("field"),
        value.as("value"),
        message.as("message"));
  }

  /** The value, or null where a long text makes the regular expression run out of stack. */
  private static Column attempt(Column value) {
    return ExpressionUtils.column(Attempt.of(ExpressionUtils.expression(value)));
  }

  /** The check of those records only for which the condition is true, or cannot be computed. */
  private RecordCheck where(String condition, Scope scope) {
    Column attempt = scope.attempt(condition, "boolean");
    Column asked = attempt.isNull().or(coalesce(attempt.getField("v"), lit(false)));
    return new RecordCheck(rule, severity, asked.and(failed), fields, value, message);
  }

  /** The Kafka timestamp stands for the present, so that refining again finds the same. */
  private static RecordCheck ofFreshness(Rule rule, Scope scope, Check.Freshness freshness) {
    Column age =
        unix_micros(col("_timestamp"))
            .minus(unix_micros(scope.field(freshness.field()).cast("timestamp")));
    Column old = freshness.maxAge().map(most -> age.gt(lit(micros(most)))).orElse(lit(false));
    Column early = freshness.maxFuture().map(most -> age.lt(lit(-micros(most)))).orElse(lit(false));
    List<String> bounds = new ArrayList<>();
    freshness.maxAge().ifPresent(most -> bounds.add("more than " + seconds(most) + " before"));
    freshness.maxFuture().ifPresent(most -> bounds.add("more than " + seconds(most) + " after"));
    return onField(
        rule,
        scope,
        freshness.field(),
        old.or(early),
        "is " + String.join(" or ", bounds) + " the record's timestamp");
  }

  private static long micros(Duration duration) {
    return Math.multiplyExact(duration.toMillis(), 1000L);
  }

  private static String seconds(Duration duration) {
    return duration.toMillisPart() == 0
        ? duration.toSeconds() + " seconds"
        : duration.toMillis() + " milliseconds";
  }

  private static RecordCheck ofSql(Rule rule, Scope scope, Check.Sql sql) {
    Column value = sql.fields().isEmpty() ? lit(null) : shown(sql.fields(), scope);
    String message = rule.message().orElse("does not hold: " + sql.sql());
    return new RecordCheck(
        rule.name(), rule.severity(), not(holds(sql, scope)), sql.fields(), value, lit(message));
  }

  private static Column shown(List<String> fields, Scope scope) {
    Column[] texts =
        fields.stream()
            .map(field -> coalesce(scope.shown(field), lit("null")))
            .toArray(Column[]::new);
    return org.apache.spark.sql.functions.concat_ws(", ", texts);
  }

  private static RecordCheck onField(
      Rule rule, Scope scope, String field, Column failed, String problem) {
    return new RecordCheck(
        rule.name(),
        rule.severity(),
        coalesce(failed, lit(false)),
        List.of(field),
        scope.shown(field),
        lit(rule.message().orElse(field + " " + problem)));
  }

  private static String bounds(Optional<?> min, Optional<?> max) {
    if (min.isPresent() && max.isPresent()) {
      return "between " + min.get() + " and " + max.get();
    }
    return min.map(bound -> "at least " + bound)
        .orElseGet(() -> "at most " + max.map(Object::toString).orElse(""));
  }
}
