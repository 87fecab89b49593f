package io.assay.postgres.merge;

import io.assay.model.Table.Keep;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Brings the staged rows of one table into the target table, sorted by key. The statements give,
 * for each topic, how many rows were inserted and updated; the other versions were older than what
 * is stored. Not thread-safe.
 */
final class Upsert {
  /** What the batch holds that makes the statement longer. */
  enum With {
    /** Some records of the kind are refused. */
    REFUSALS,
    /** Some records of the kind are deletions. */
    REMOVALS,
    /** Some of these deletions are of all rows. */
    TRUNCATIONS,
    /** Earlier deletions of rows of the table are remembered. */
    MEMORY,
    /** Some records of the kind have lost against a newer version; their own rows do not count. */
    LOSERS
  }

  private static final String MERGE =
      """
      with ${removal}version as (
      ${newest}
      ),
      merged as (
        insert into ${target} as t (${columns})
        select ${values}
        from version v${remembered}
        on conflict (${key}) do update set ${assignments}
        where ${newer}
        returning t.assay_topic as topic, (t.xmax = 0) as inserted${merged-record}${merged-key}
      )${won}${forget}
      select topic, count(*) filter (where inserted), count(*) filter (where not inserted) from merged group by topic
      """;

  private static final String REPLACE =
      """
      with removal as (
      ${removals}
      ),
      version as (
      ${newest}
      ),
      merged as (
        update ${target} t set ${assignments}
        from version v join removal on ${removal-key}
        where ${target-key} and v._survives and ${remembered} and ${removed}
        returning t.assay_topic as topic, false as inserted${merged-record}, ${merged-key} as key
      )${won}${forget}
      select topic, 0::bigint, count(*) from merged group by topic
      """;

  private final KindTable table;
  private final String pipeline;
  private final RowColumns columns;
  private final RowColumns columnsWithMemory;
  private final boolean owning;
  private final ReferencesAtOnce references;
  private final Optional<PlainInsert> plain;
  private final Map<Set<With>, Sql> merges = new HashMap<>();

  /**
   * For one table of one kind.
   *
   * @param owning whether it is the root, and rows of other tables belong to its records
   * @param references those of the table
   */
  Upsert(KindTable table, String pipeline, boolean owning, ReferencesAtOnce references) {
    this.table = table;
    this.owning = owning;
    this.references = references;
    this.pipeline = pipeline;
    this.columns = new RowColumns(table, "null::timestamp with time zone");
    this.columnsWithMemory =
        new RowColumns(
            table, DeletionMemory.deletedAt(table, pipeline, "v", table.stagedVersion("v")));
    // Many records bring the same row of a dimension.
    this.plain =
        (table.root() || table.owned()) && !table.table().hasHistory()
            ? Optional.of(new PlainInsert(table, columns))
            : Optional.empty();
  }

  KindTable table() {
    return table;
  }

  ReferencesAtOnce references() {
    return references;
  }

  /**
   * Inserts the staged rows of a batch in which nothing has to be looked after, if none of their
   * keys is there yet.
   *
   * @return how many; empty if nothing was done
   */
  OptionalLong insert(Transaction transaction, long records) throws SQLException {
    return plain.isPresent() ? plain.get().run(transaction, records) : OptionalLong.empty();
  }

  /** Inserts the staged versions, or updates the stored rows that are older. */
  Sql merge(Set<With> with) {
    return merges.computeIfAbsent(Set.copyOf(with), this::mergeWith);
  }

  /**
   * For keys that the batch both removes and brings again: gives the stored row that was to be
   * removed its new version, whatever the sequences say. Runs before {@link #merge}, which then
   * finds the version in place.
   */
  Sql replaceRemoved(Set<With> with) {
    Version removal = table.stagedVersion("removal");
    return Sql.template(REPLACE)
        .with("removals", removals(with))
        .with("newest", NewestRows.upsertsAround(table, table.accepted("s")))
        .with("target", table.target())
        .with("assignments", columns.assignments())
        .with("removal-key", table.sameKey("removal", "v"))
        .with("target-key", table.sameKey("t", "v"))
        .with("removed", "not " + table.storedVersion("t").outlives(removal))
        .with("remembered", DeletionMemory.allows(table, pipeline, "v"))
        .with("merged-record", mergedRecord())
        .with("merged-key", table.keyText("t"))
        .with("won", won())
        .with("forget", DeletionMemory.forget(table, pipeline))
        .sql();
  }

  private Sql mergeWith(Set<With> with) {
    if (table.table().hasHistory()) {
      return HistoryRows.insert(table, columns, table.accepted("v"));
    }
    boolean removals = with.contains(With.REMOVALS);
    boolean memory = with.contains(With.MEMORY);
    String condition = with.contains(With.REFUSALS) ? table.accepted("s") : table.upserts("s");
    if (with.contains(With.LOSERS)) {
      condition += " and " + OwnedRows.won(table.kind(), "s");
    }
    return Sql.template(MERGE)
        .with("removal", removals ? "removal as (\n" + removals(with) + "\n),\n" : "")
        .with(
            "newest",
            removals
                ? NewestRows.upsertsAround(table, condition)
                : NewestRows.upserts(table, condition))
        .with("target", table.target())
        .with("columns", columns.names())
        .with("values", (memory ? columnsWithMemory : columns).values())
        .with(
            "remembered", memory ? "\n  where " + DeletionMemory.allows(table, pipeline, "v") : "")
        .with("key", Identifier.list(table.table().key()))
        .with("assignments", columns.assignmentsFromExcluded())
        .with("newer", newer())
        .with("merged-record", mergedRecord())
        .with("won", won())
        .with("merged-key", memory ? ", " + table.keyText("t") + " as key" + lives() : "")
        .with("forget", memory ? DeletionMemory.forget(table, pipeline) : "")
        .sql();
  }

  private String mergedRecord() {
    return owning ? ", t.assay_partition as partition, t.assay_offset as record_offset" : "";
  }

  private String won() {
    return owning ? OwnedRows.remember(table.kind()) : "";
  }

  private String removals(Set<With> with) {
    return with.contains(With.TRUNCATIONS)
        ? NewestRows.removalsAndTruncations(table)
        : NewestRows.removals(table);
  }

  private String lives() {
    return table.soft() ? ", t.assay_deleted_at is null as lives" : "";
  }

  private String sameOwner() {
    List<String> columns = table.owner().orElseThrow().columns();
    return KindTable.equal("t", columns, "excluded", columns);
  }

  /** Whether the version that comes takes the place of the stored one; a stub gives way to any. */
  private String newer() {
    Version coming = table.storedVersion("excluded");
    Version stored = table.storedVersion("t");
    String wins =
        table.table().keep() == Keep.FIRST ? stored.newerThan(coming) : coming.newerThan(stored);
    if (table.owned()) {
      // The newest version of the record says all about its rows, whatever they said before.
      wins = "(" + sameOwner() + ") or " + wins;
    }
    if (table.soft()) {
      // What is not deleted comes before what is, which only says more where a deletion has no
      // sequence.
      wins =
          "case when (t.assay_deleted_at is null) <> (excluded.assay_deleted_at is null) then excluded.assay_deleted_at is null else %s end"
              .formatted(wins);
    }
    return table.stubs() ? "t.assay_stub or " + wins : wins;
  }
}
