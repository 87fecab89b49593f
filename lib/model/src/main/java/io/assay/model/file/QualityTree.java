package io.assay.model.file;

import io.assay.model.BatchRule;
import io.assay.model.BatchRule.Expectation;
import io.assay.model.Breaker;
import io.assay.model.Field;
import io.assay.model.Lookup;
import java.util.LinkedHashMap;
import java.util.Map;

/** Batch rules, breakers, look-ups and treatments as the keys and values of a file. */
final class QualityTree {
  private QualityTree() {}

  static Map<String, Object> batchRule(BatchRule rule) {
    Map<String, Object> expected = new LinkedHashMap<>();
    Map<String, Object> tree = new LinkedHashMap<>();
    if (rule.expectation() instanceof Expectation.Volume volume) {
      volume.min().ifPresent(min -> expected.put("min", min));
      volume.max().ifPresent(max -> expected.put("max", max));
      tree.put("records", expected);
    } else if (rule.expectation() instanceof Expectation.Share share) {
      share.rule().ifPresent(name -> expected.put("rule", name));
      expected.put("max-percent", share.maxPercent());
      expected.put("min-records", share.minRecords());
      tree.put("share", expected);
    }
    rule.topic().ifPresent(topic -> tree.put("topic", topic));
    tree.put("severity", PipelineTree.word(rule.severity()));
    return tree;
  }

  static Map<String, Object> breaker(Breaker breaker) {
    Map<String, Object> tree = new LinkedHashMap<>();
    breaker.rule().ifPresent(rule -> tree.put("rule", rule));
    breaker.count().ifPresent(count -> tree.put("count", count));
    breaker.percent().ifPresent(percent -> tree.put("percent", percent));
    tree.put("window", Durations.text(breaker.window()));
    tree.put("min-records", breaker.minRecords());
    tree.put("action", breaker.action().word());
    if (breaker.action() instanceof Breaker.Action.Pause pause) {
      tree.put("pause", Durations.text(pause.length()));
    }
    return tree;
  }

  static Map<String, Object> lookup(Lookup lookup) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("table", lookup.table());
    tree.put("key", lookup.key());
    tree.put("column", lookup.column());
    if (lookup.absent() == Lookup.Absent.REJECT) {
      tree.put("absent", "reject");
    }
    return tree;
  }

  static void treatment(Field.Treatment treatment, Map<String, Object> field) {
    if (treatment.masked()) {
      field.put("mask", true);
    }
    if (!treatment.fallback().isEmpty()) {
      field.put("default", treatment.fallback());
    }
  }
}
