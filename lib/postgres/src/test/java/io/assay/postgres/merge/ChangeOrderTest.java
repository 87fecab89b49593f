package io.assay.postgres.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.Coordinates;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import io.assay.postgres.merge.ChangeOracle.Change;
import io.assay.postgres.merge.ChangeOracle.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Changes in any order of arrival, in any batches, with events that the source sent twice and
 * restarts in between, leave the tables that {@link ChangeOracle} expects.
 */
class ChangeOrderTest {
  private static final int CHANGES = 36;
  private static final int KEYS = 3;
  private static final int ORDERS = 2;

  private static final String KIND =
      """
      %1$s {
        when = "_topic = '%2$s'"
        fields {
          id { from = id, type = integer }
          value { from = value, type = text }
          lines { from = lines, type = "integer[]" }
          changed { from = changed, type = timestamp }
          lsn { from = lsn, type = bigint }
        }
        %3$s
        delete { when = "_tombstone", key { id = id }, truncate = "false", %4$s }
        root = %1$s
        tables {
          %1$s { key = [id], columns { id = id, value = value }, %5$s }
          %6$s
        }
      }
      """;

  private static final String LINES =
      """
      line {
        each = lines, key = [id, no]
        columns { id = id, no { sql = lines, type = integer } }
        references { hard { columns = [id] } }
      }
      hard_history { key = [id], columns { id = id, value = value }, history = true }
      """;

  @RegisterExtension final TestDatabase server = new TestDatabase();

  @ParameterizedTest(name = "seed {0}, sequence: {1}")
  @CsvSource({
    "1, true",
    "2, true",
    "3, true",
    "4, true",
    "5, true",
    "1, false",
    "2, false",
    "3, false"
  })
  void theOrderOfArrivalMakesNoDifference(long seed, boolean sequenced) {
    Random random = new Random(seed);
    List<Change> changes = changes(random, sequenced);
    ChangeOracle expected = new ChangeOracle(changes, sequenced);
    for (int order = 0; order < ORDERS; order++) {
      String name = "p" + order;
      server.execute("create schema " + name);
      List<Change> arrival = new ArrayList<>(changes);
      if (order > 0) {
        Collections.shuffle(arrival, random);
      }
      apply(pipeline(name, sequenced), name, arrival, random);

      assertThat(rows("select id, value, assay_offset from %s.hard order by id", name))
          .as("hard, %s", arrival)
          .isEqualTo(expected.hard());
      assertThat(rows("select id, no from %s.line order by id, no", name))
          .as("lines, %s", arrival)
          .isEqualTo(expected.lines());
      assertThat(
              rows(
                  "select id, value, assay_offset, coalesce(extract(epoch from assay_deleted_at)::bigint::text, '-') from %s.soft order by id",
                  name))
          .as("soft, %s", arrival)
          .isEqualTo(expected.soft());
      for (String table : List.of("hard_history", "timeline")) {
        assertThat(rows(HISTORY.formatted(name, table), name))
            .as("%s, %s", table, arrival)
            .containsExactlyInAnyOrderElementsOf(expected.history());
      }
    }
  }

  private static final String HISTORY =
      """
      select id, value, assay_offset, case when valid_from = '-infinity' then '-infinity' else to_char(valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
        case when valid_to is null then '-' when valid_to = '-infinity' then '-infinity' else to_char(valid_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end, current
      from %s.%s
      """;

  /** The same changes for every kind, each on a topic of its own. */
  private void apply(Pipeline pipeline, String schema, List<Change> arrival, Random random) {
    TestRun run = new TestRun(server, pipeline, schema);
    try {
      int from = 0;
      while (from < arrival.size()) {
        int to = Math.min(arrival.size(), from + 1 + random.nextInt(8));
        List<Change> part = arrival.subList(from, to);
        CommittedBatch committed = batch(run, part).commit();
        assertThat(committed.topics().values()).allMatch(TopicOutcome::addsUp);
        if (random.nextInt(4) == 0) {
          run.close(); // a restart, and what was committed comes once more
          run = new TestRun(server, pipeline, schema);
          TestBatch again = batch(run, part);
          assertThatThrownBy(again::commit).hasMessageContaining("has applied");
        }
        from = to;
      }
    } finally {
      run.close();
    }
  }

  private static TestBatch batch(TestRun run, List<Change> changes) {
    TestBatch batch = run.batch();
    List<String> kinds = List.of("hard", "soft", "timeline");
    for (Change change : changes) {
      for (int i = 0; i < kinds.size(); i++) {
        String topic = List.of("a", "b", "c").get(i);
        Coordinates at =
            new Coordinates(
                topic,
                change.at().partition(),
                change.at().offset(),
                change.at().timestampMicros());
        Long changed = change.changed() == null ? null : change.changed() * 1_000_000;
        switch (change.operation()) {
          case UPSERT ->
              batch.record(
                  kinds.get(i),
                  at,
                  "id",
                  change.key(),
                  "value",
                  change.value(),
                  "lines",
                  change.lines(),
                  "changed",
                  changed,
                  "lsn",
                  change.lsn());
          case DELETE ->
              batch.delete(
                  kinds.get(i), at, "id", change.key(), "changed", changed, "lsn", change.lsn());
          default -> batch.truncate(kinds.get(i), at, "changed", changed, "lsn", change.lsn());
        }
      }
    }
    return batch;
  }

  /** With a sequence, offsets say nothing about which is newer; without, they say all. */
  private static List<Change> changes(Random random, boolean sequenced) {
    List<Change> changes = new ArrayList<>();
    for (int offset = 0; offset < CHANGES; offset++) {
      int partition = random.nextInt(2);
      Coordinates at = TestRun.at("a", partition, offset, offset);
      if (sequenced && offset > 0 && random.nextInt(8) == 0) {
        Change sent = changes.get(random.nextInt(changes.size()));
        changes.add(
            new Change(
                sent.operation(),
                sent.key(),
                sent.value(),
                sent.lines(),
                sent.changed(),
                sent.lsn(),
                at));
        continue;
      }
      int draw = random.nextInt(20);
      Operation operation =
          draw == 0 ? Operation.TRUNCATE : draw < 6 ? Operation.DELETE : Operation.UPSERT;
      // A deletion that has no sequence at all has its place by another rule.
      boolean nulls = operation == Operation.UPSERT && random.nextInt(12) == 0;
      Long changed = nulls ? null : 1_600_000_000L + random.nextInt(6) * 60;
      Long lsn = random.nextInt(6) == 0 ? null : Long.valueOf(random.nextInt(50));
      changes.add(
          new Change(
              operation,
              operation == Operation.TRUNCATE ? 0 : 1 + random.nextInt(KEYS),
              operation == Operation.UPSERT ? "v" + offset : "",
              random.ints(0, 4).distinct().limit(random.nextInt(4)).sorted().boxed().toList(),
              changed,
              lsn,
              at));
    }
    return changes;
  }

  private static Pipeline pipeline(String name, boolean sequenced) {
    String sequence = sequenced ? "sequence = [changed, lsn]" : "";
    return TestRun.pipeline(
        name,
        KIND.formatted("hard", "a", sequence, "mode = hard", "keep = newest", LINES)
            + KIND.formatted("soft", "b", sequence, "mode = soft", "keep = newest", "")
            + KIND.formatted("timeline", "c", sequence, "mode = hard", "history = true", ""));
  }

  private List<String> rows(String sql, String schema) {
    return server.joined(sql.formatted(schema));
  }
}
