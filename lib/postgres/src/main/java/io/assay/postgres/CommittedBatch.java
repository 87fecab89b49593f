package io.assay.postgres;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A batch that is in the database.
 *
 * @param batchId the ledger's number; grows from batch to batch
 * @param topics what became of the records, by topic
 * @param tables what changed, by table; tables that no record of the batch could fill are absent
 * @param offsets the records of the batch
 * @param rules what rules found and cost; rules that found nothing and were not timed are absent
 * @param newest by topic, Kafka's timestamp of the newest of the records
 * @param alerts breakers that tripped with the batch, and batch rules that warn of it
 */
public record CommittedBatch(
    long batchId,
    Map<String, TopicOutcome> topics,
    Map<String, TableOutcome> tables,
    Map<TopicPartition, OffsetRanges> offsets,
    Map<RuleKey, RuleOutcome> rules,
    Map<String, Instant> newest,
    List<Alert> alerts) {
  public CommittedBatch {
    topics = Map.copyOf(topics);
    tables = Map.copyOf(tables);
    offsets = Map.copyOf(offsets);
    rules = Map.copyOf(rules);
    newest = Map.copyOf(newest);
    alerts = List.copyOf(alerts);
  }
}
