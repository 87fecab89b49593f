package io.assay.postgres.merge;

import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.postgres.Identifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch holds, counted once before anything is done: it decides which statements run.
 *
 * @param kinds by name; kinds without a record are absent
 * @param records staged root rows by topic
 * @param remembered tables of which some deletion is remembered
 * @param expired tables of which some deletion need not be remembered any longer
 * @param findings whether executors found anything about any record
 */
record Census(
    Map<String, KindCensus> kinds,
    Map<String, Long> records,
    Set<String> remembered,
    Set<String> expired,
    boolean findings) {

  /**
   * The staged records of one kind.
   *
   * @param records all of them
   * @param deletions how many of them ask for a deletion
   * @param truncations how many of these ask for one of all rows
   * @param topics how many records there are by topic
   */
  record KindCensus(long records, long deletions, long truncations, Map<String, Long> topics) {
    private static final KindCensus NONE = new KindCensus(0, 0, 0, Map.of());

    KindCensus {
      topics = Map.copyOf(topics);
    }

    KindCensus plus(KindCensus other) {
      Map<String, Long> both = new HashMap<>(topics);
      other.topics.forEach((topic, count) -> both.merge(topic, count, Long::sum));
      return new KindCensus(
          records + other.records,
          deletions + other.deletions,
          truncations + other.truncations,
          both);
    }

    private static KindCensus read(ResultSet row) throws SQLException {
      String topic = row.getString(3);
      long records = row.getLong(4);
      return new KindCensus(
          records,
          row.getLong(5),
          row.getLong(6),
          topic == null ? Map.of() : Map.of(topic, records));
    }
  }

  private record Counted(String what, String name, KindCensus records) {}

  /**
   * The statement that counts.
   *
   * @param roots where root rows are staged
   * @param findings where findings are staged
   * @param memories tables whose deletions are remembered, and for how long
   */
  static Sql statement(
      Pipeline pipeline, List<KindTable> roots, String findings, Map<String, Duration> memories) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "select 'findings', null, null, 0, 0, 0 where exists (select from %s f where %s)"
            .formatted(findings, KindTable.ofBatch("f")));
    for (KindTable root : roots) {
      parts.add(
          "select 'kind', %s, s._topic, count(*), count(*) filter (where s._operation > 0), count(*) filter (where s._operation = 2) from %s s where %s group by s._topic"
              .formatted(
                  Identifier.literal(root.kind().name()), root.staging(), KindTable.ofBatch("s")));
    }
    for (Map.Entry<String, Duration> memory : memories.entrySet()) {
      String table = memory.getKey();
      parts.add(
          "select 'memory', %s, null, 0, 0, 0 where exists (select from assay.deleted d where %s)"
              .formatted(
                  Identifier.literal(table), DeletionMemory.of("d", pipeline.name(), table)));
      parts.add(
          "select 'expired', %s, null, 0, 0, 0 where exists (select from assay.deleted d where %s and %s)"
              .formatted(
                  Identifier.literal(table),
                  DeletionMemory.of("d", pipeline.name(), table),
                  DeletionMemory.isOver("d", memory.getValue())));
    }
    return Sql.template(String.join("\nunion all\n", parts)).sql();
  }

  static Census take(Transaction transaction, Sql statement) throws SQLException {
    Map<String, KindCensus> kinds = new HashMap<>();
    Map<String, Long> records = new HashMap<>();
    Set<String> remembered = new HashSet<>();
    Set<String> expired = new HashSet<>();
    boolean findings = false;
    for (Counted counted :
        transaction.query(
            statement,
            row -> new Counted(row.getString(1), row.getString(2), KindCensus.read(row)))) {
      switch (counted.what()) {
        case "findings" -> findings = true;
        case "memory" -> remembered.add(counted.name());
        case "expired" -> expired.add(counted.name());
        default -> {
          kinds.merge(counted.name(), counted.records(), KindCensus::plus);
          counted
              .records()
              .topics()
              .forEach((topic, count) -> records.merge(topic, count, Long::sum));
        }
      }
    }
    return new Census(kinds, records, remembered, expired, findings);
  }

  boolean has(RecordKind kind) {
    return kinds.containsKey(kind.name());
  }

  KindCensus of(RecordKind kind) {
    return kinds.getOrDefault(kind.name(), KindCensus.NONE);
  }

  long records(String topic) {
    return records.getOrDefault(topic, 0L);
  }
}
