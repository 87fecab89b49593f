package io.assay.postgres.merge;

import io.assay.model.ColumnType;
import io.assay.model.RecordKind;
import io.assay.postgres.Identifier;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.merge.Census.KindCensus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * From when to when the versions in a table with history are valid. All of it is computed anew, for
 * the keys that a batch touches, from the versions and from the deletions in {@code
 * assay.history_end}; so it does not matter in which order they came. Versions with the same
 * sequence are one: the last in Kafka order.
 */
final class HistoryTimes {
  private static final String END =
      """
      insert into assay.history_end (pipeline, table_name, key, topic, partition, record_offset, record_time, sequence, batch_id)
      select ${pipeline}, ${table}, case s._operation when 2 then '{}'::text[] else ${end-key} end,
             s._topic, s._partition, s._offset, s._timestamp, ${end-sequence}, ${batch}
      from ${root-staging} s
      where ${deletions}
      returning topic
      """;

  private static final String COUNTED =
      "with ended as (\n%s\n)\nselect topic, count(*) from ended group by topic";

  private static final String REPEATED =
      """
      with repeated as (
        delete from ${target} t using ${target} newer
        where ${same-key} and ${same-sequence} and ${later}
          and exists (select from ${staging} s where ${of-batch} and ${is-staged})
        returning t.assay_topic as topic, t.assay_batch = ${batch} as brought
      )
      select topic, count(*), count(*) filter (where brought) from repeated group by topic
      """;

  private static final String TOUCHED =
      """
      touched as (
        select distinct ${names} from ${staging} s where ${accepted}${ended-keys}
      )""";

  private static final String ENDED_KEYS =
      """

        union
        select ${end-names} from ${root-staging} s where ${deletions} and s._operation = 1""";

  private static final String ALL = "touched as (select distinct ${all-names} from ${target} t)";

  /**
   * settled: the time of a version, not before that of an earlier offset of its partition, so that
   * the order agrees with offsets. undone: when a deletion without a sequence ended it.
   */
  private static final String TIMES =
      """
      with ${touched},
      event as (
        select t.ctid as row, k.*, ${begins} as begins${version-sequence},
               t.assay_time as time, t.assay_topic as topic, t.assay_partition as partition, t.assay_offset as place,
               ${undone} as undone
        from touched k join ${target} t on ${is-touched}
        union all
        select null, ${touched-keys}, ${ends}${ended-sequence}, e.record_time, e.topic, e.partition, e.record_offset, null
        from (select k.*, ${touched-text} as key from touched k union all select k.*, '{}' from touched k) k
        join assay.history_end e on ${of-table} and e.key = k.key
        ${only-sequenced}
      ),
      settled as (
        select e.*, max(e.time) over (partition by ${event-keys}, e.topic, e.partition order by e.place) as settled
        from event e
      ),
      placed as (
        select e.*, row_number() over line as position, max(e.begins) over line as valid_from
        from settled e
        window line as (partition by ${event-keys} order by ${event-sequence}e.settled, e.topic collate "C", e.partition, e.place)
      ),
      lasting as (
        select e.row, e.valid_from, e.undone, lead(e.valid_from) over (partition by ${event-keys} order by e.position) as ended
        from placed e
      ),
      valid as (
        select e.row, e.valid_from, least(e.ended, case when e.undone is not null then greatest(e.undone, e.valid_from) end) as valid_to
        from lasting e
        where e.row is not null
      )
      update ${target} t
      set valid_from = v.valid_from, valid_to = v.valid_to, current = v.valid_to is null
      from valid v
      where t.ctid = v.row and ${changes}
      """;

  private static final String UNDONE =
      "(select min(e.record_time) from assay.history_end e where %s and (e.key = %s or e.key = '{}') and %s and not %s)";

  private final KindTable table;
  private final KindTable root;
  private final String pipeline;
  private final Optional<Sql> end;
  private final Optional<Sql> repeated;
  private final List<Sql> times;
  private final List<Sql> timesOfAll;

  private record Counted(String topic, long versions, long brought) {}

  /**
   * For one table with history.
   *
   * @param root the root of the same kind; it may be the table itself
   */
  HistoryTimes(KindTable table, KindTable root, String pipeline) {
    this.table = table;
    this.root = root;
    this.pipeline = pipeline;
    this.end = root.kind().delete().isPresent() ? Optional.of(fill(END, "", "")) : Optional.empty();
    this.repeated =
        table.sequenceTypes().isEmpty() ? Optional.empty() : Optional.of(fill(REPEATED, "", ""));
    this.times = passes(fragment(TOUCHED));
    this.timesOfAll = passes(fragment(ALL));
  }

  RecordKind kind() {
    return table.kind();
  }

  /** Brings the times up to date, when all rows of a batch are merged. */
  void settle(Transaction transaction, KindCensus counted, BatchOutcome outcome)
      throws SQLException {
    if (end.isPresent() && counted.deletions() > 0) {
      end(transaction, outcome);
    }
    if (repeated.isPresent()) {
      leaveOutRepeated(transaction, outcome);
    }
    long changed = 0;
    for (Sql pass : counted.truncations() > 0 ? timesOfAll : times) {
      changed += transaction.update(pass);
    }
    outcome.add(table.table().name(), new TableOutcome(0, changed, 0));
  }

  private void end(Transaction transaction, BatchOutcome outcome) throws SQLException {
    Sql counting = Sql.template(COUNTED.formatted(end.orElseThrow())).sql();
    for (Counted ended :
        transaction.query(
            counting, row -> new Counted(row.getString(1), row.getLong(2), row.getLong(2)))) {
      if (table.root()) {
        outcome.addApplied(ended.topic(), ended.versions());
      }
    }
  }

  private void leaveOutRepeated(Transaction transaction, BatchOutcome outcome) throws SQLException {
    for (Counted left :
        transaction.query(
            repeated.orElseThrow(),
            row -> new Counted(row.getString(1), row.getLong(2), row.getLong(3)))) {
      outcome.add(table.table().name(), new TableOutcome(0, 0, left.versions()));
      if (table.root()) {
        outcome.addApplied(left.topic(), -left.brought());
      }
    }
  }

  /** What is no longer current gives way first: no key has two current versions at any time. */
  private List<Sql> passes(String touched) {
    return List.of(
        fill(TIMES, touched, "t.current and v.valid_to is not null"),
        fill(
            TIMES,
            touched,
            "(t.valid_from, t.valid_to, t.current) is distinct from (v.valid_from, v.valid_to, v.valid_to is null)"));
  }

  private String fragment(String text) {
    return fill(text, "", "").toString();
  }

  private Sql fill(String text, String touched, String changes) {
    Version version = table.storedVersion("t");
    Version ended = table.deletedVersion("e");
    boolean sequenced = !table.sequenceTypes().isEmpty();
    boolean timed =
        sequenced && table.sequenceTypes().get(0).equals(ColumnType.Simple.TIMESTAMP.sql());
    return Sql.template(text)
        .with("touched", touched)
        .with("changes", changes)
        .with("pipeline", Identifier.literal(pipeline))
        .with("table", Identifier.literal(table.table().name()))
        .with("target", table.target())
        .with("staging", table.staging())
        .with("accepted", table.accepted("s"))
        .with("of-batch", KindTable.ofBatch("s"))
        .with("is-staged", table.sameKey("t", "s"))
        .with("root-staging", root.staging())
        .with("deletions", KindTable.deletions("s"))
        .with("end-key", root.keyText("s"))
        .with("end-sequence", root.stagedVersion("s").sequenceText())
        .with("same-key", table.sameKey("t", "newer"))
        .with("same-sequence", version.sameSequence(table.storedVersion("newer")))
        .with("later", table.storedVersion("newer").laterThan(version))
        .with("names", named(table.table().key(), "s"))
        .with("ended-keys", root.kind().delete().isPresent() ? endedKeys() : "")
        .with("end-names", named(root.table().key(), "s"))
        .with("all-names", named(table.table().key(), "t"))
        .with("begins", timed ? begins(version) : version.time())
        .with("ends", timed ? begins(ended) : ended.time())
        .with("version-sequence", sequence(version))
        .with("ended-sequence", sequence(ended))
        .with("undone", sequenced ? undone(version, ended) : "null::timestamp with time zone")
        .with("is-touched", keys(i -> "t." + column(i) + " = k.k" + i, " and "))
        .with("touched-keys", keys(i -> "k.k" + i, ", "))
        .with("touched-text", "array[" + keys(i -> "k.k" + i + "::text", ", ") + "]")
        .with("of-table", DeletionMemory.of("e", pipeline, table.table().name()))
        .with("only-sequenced", sequenced ? "where not " + ended.hasNoSequence() : "")
        .with("event-keys", keys(i -> "e.k" + i, ", "))
        .with(
            "event-sequence",
            IntStream.range(0, table.sequenceTypes().size())
                .mapToObj(i -> "e.q" + i + " nulls first, ")
                .collect(Collectors.joining()))
        .sql();
  }

  private String endedKeys() {
    return Sql.template(ENDED_KEYS)
        .with("end-names", named(root.table().key(), "s"))
        .with("root-staging", root.staging())
        .with("deletions", KindTable.deletions("s"))
        .sql()
        .toString();
  }

  /** A sequence that is null is older than any other, so it begins before them. */
  private static String begins(Version version) {
    return "coalesce(%s, '-infinity')".formatted(version.sequence().get(0));
  }

  private static String sequence(Version version) {
    List<String> columns = new ArrayList<>();
    for (String field : version.sequence()) {
      columns.add(", " + field + " as q" + columns.size());
    }
    return String.join("", columns);
  }

  private String undone(Version version, Version end) {
    return UNDONE.formatted(
        DeletionMemory.of("e", pipeline, table.table().name()),
        table.keyText("t"),
        end.hasNoSequence(),
        version.laterThan(end));
  }

  private static String named(List<String> key, String alias) {
    return IntStream.range(0, key.size())
        .mapToObj(i -> alias + "." + Identifier.quote(key.get(i)) + " as k" + i)
        .collect(Collectors.joining(", "));
  }

  private String column(int position) {
    return Identifier.quote(table.table().key().get(position));
  }

  private String keys(Function<Integer, String> text, String separator) {
    return IntStream.range(0, table.table().key().size())
        .mapToObj(text::apply)
        .collect(Collectors.joining(separator));
  }
}
