package io.assay.postgres.merge;

import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
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
 * @param findings whether executors found anything about any record
 */
record Census(
    Map<String, KindCensus> kinds,
    Map<String, Long> records,
    Set<String> remembered,
    boolean findings) {

  /**
   * The staged records of one kind.
   *
   * @param records all of them
   * @param deletions how many of them ask for a deletion
   */
  record KindCensus(long records, long deletions) {
    KindCensus plus(KindCensus other) {
      return new KindCensus(records + other.records, deletions + other.deletions);
    }
  }

  private record Counted(String what, String name, String topic, long records, long deletions) {}

  /**
   * The statement that counts.
   *
   * @param roots where root rows are staged
   * @param findings where findings are staged
   * @param rememberingTables tables whose deletions are remembered
   */
  static Sql statement(
      Pipeline pipeline, List<KindTable> roots, String findings, Set<String> rememberingTables) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "select 'findings', null, null, 0, 0 where exists (select from %s f where %s)"
            .formatted(findings, KindTable.ofBatch("f")));
    for (KindTable root : roots) {
      parts.add(
          "select 'kind', %s, s._topic, count(*), count(*) filter (where s._operation = 1) from %s s where %s group by s._topic"
              .formatted(
                  Identifier.literal(root.kind().name()), root.staging(), KindTable.ofBatch("s")));
    }
    for (String table : rememberingTables) {
      parts.add(
          "select 'memory', %s, null, 0, 0 where exists (select from assay.deleted d where %s)"
              .formatted(
                  Identifier.literal(table), DeletionMemory.of("d", pipeline.name(), table)));
    }
    return Sql.template(String.join("\nunion all\n", parts)).sql();
  }

  static Census take(Transaction transaction, Sql statement) throws SQLException {
    Map<String, KindCensus> kinds = new HashMap<>();
    Map<String, Long> records = new HashMap<>();
    Set<String> remembered = new HashSet<>();
    boolean findings = false;
    for (Counted counted :
        transaction.query(
            statement,
            row ->
                new Counted(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5)))) {
      switch (counted.what()) {
        case "findings" -> findings = true;
        case "memory" -> remembered.add(counted.name());
        default -> {
          KindCensus more = new KindCensus(counted.records(), counted.deletions());
          kinds.merge(counted.name(), more, KindCensus::plus);
          records.merge(counted.topic(), counted.records(), Long::sum);
        }
      }
    }
    return new Census(kinds, records, remembered, findings);
  }

  boolean has(RecordKind kind) {
    return kinds.containsKey(kind.name());
  }

  KindCensus of(RecordKind kind) {
    return kinds.getOrDefault(kind.name(), new KindCensus(0, 0));
  }

  long records(String topic) {
    return records.getOrDefault(topic, 0L);
  }
}
