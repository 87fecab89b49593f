package io.assay.admin;

import io.assay.postgres.report.RuleTotal;
import io.assay.postgres.report.TopicTotals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a pipeline so far, and their JSON form: {@code
 * {"records":{"raw":…,"applied":…,"quarantined":…,"filtered":…,"superseded":…,"held":…},"topics":{…},"tables":{"name":rows,…},"rules":{"kind/rule":count,…},"seconds":…}}.
 *
 * @param topics totals of each topic
 * @param tables rows by table, parents first
 * @param stubs how many of them are stubs, for tables that may have some
 * @param rules findings by rule, most first
 * @param seconds from the start of the first batch to the last commit
 */
record SummaryFigures(
    List<TopicTotals> topics,
    Map<String, Long> tables,
    Map<String, Long> stubs,
    List<RuleTotal> rules,
    double seconds) {

  /** All topics together. */
  TopicTotals records() {
    return topics.stream().reduce(new TopicTotals("all", 0, 0, 0, 0, 0, 0), TopicTotals::plus);
  }

  /** As nested maps, for a JSON writer. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("records", counts(records()));
    Map<String, Object> byTopic = new LinkedHashMap<>();
    topics.forEach(topic -> byTopic.put(topic.topic(), counts(topic)));
    json.put("topics", byTopic);
    json.put("tables", tables);
    Map<String, Long> byRule = new LinkedHashMap<>();
    rules.forEach(rule -> byRule.merge(rule.rule(), rule.count(), Long::sum));
    json.put("rules", byRule);
    json.put("seconds", Math.round(seconds * 10) / 10.0);
    return json;
  }

  private static Map<String, Long> counts(TopicTotals totals) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("raw", totals.raw());
    counts.put("applied", totals.applied());
    counts.put("quarantined", totals.quarantined());
    counts.put("filtered", totals.filtered());
    counts.put("superseded", totals.superseded());
    counts.put("held", totals.held());
    return counts;
  }
}
