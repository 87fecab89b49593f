package io.assay.model.file;

import io.assay.model.Rule;
import io.assay.model.Rule.Check;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A rule as the keys and values of a file. */
final class RuleTree {
  private RuleTree() {}

  static Map<String, Object> of(Rule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    check(rule.check(), tree);
    rule.when().ifPresent(sql -> tree.put("when", sql));
    tree.put("severity", PipelineTree.word(rule.severity()));
    rule.message().ifPresent(message -> tree.put("message", message));
    return tree;
  }

  private static void check(Check check, Map<String, Object> tree) {
    if (check instanceof Check.Required required) {
      tree.put("required", required.fields());
    } else if (check instanceof Check.Range range) {
      tree.put("field", range.field());
      tree.put("range", List.of(range.min(), range.max()));
    } else if (check instanceof Check.Length length) {
      tree.put("field", length.field());
      tree.put(
          "length",
          List.of(length.min().map(BigDecimal::valueOf), length.max().map(BigDecimal::valueOf)));
    } else if (check instanceof Check.Pattern pattern) {
      tree.put("field", pattern.field());
      tree.put("pattern", pattern.regex());
    } else if (check instanceof Check.OneOf oneOf) {
      tree.put("field", oneOf.field());
      tree.put("one-of", oneOf.values());
    } else if (check instanceof Check.Formatted formatted) {
      tree.put("field", formatted.field());
      tree.put("format", PipelineTree.word(formatted.form()));
      formatted.region().ifPresent(region -> tree.put("region", region));
    } else if (check instanceof Check.Freshness freshness) {
      tree.put("freshness", freshness(freshness));
    } else if (check instanceof Check.Sql sql) {
      sql(sql, tree);
    } else {
      stored((Check.Stored) check, tree);
    }
  }

  private static Map<String, Object> freshness(Check.Freshness freshness) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("field", freshness.field());
    freshness.maxAge().ifPresent(age -> tree.put("max-age", Durations.text(age)));
    freshness.maxFuture().ifPresent(future -> tree.put("max-future", Durations.text(future)));
    return tree;
  }

  private static void sql(Check.Sql sql, Map<String, Object> tree) {
    tree.put("check", sql.sql());
    if (!sql.fields().isEmpty()) {
      tree.put("fields", sql.fields());
    }
  }

  private static void stored(Check.Stored check, Map<String, Object> tree) {
    if (check instanceof Check.Unique unique) {
      tree.put("unique", unique.columns());
    } else if (check instanceof Check.ExistsIn exists) {
      tree.put("exists-in", exists.table());
      tree.put("where", exists.where());
    } else if (check instanceof Check.AbsentFrom absent) {
      tree.put("absent-from", absent.table());
      tree.put("where", absent.where());
    }
  }
}
