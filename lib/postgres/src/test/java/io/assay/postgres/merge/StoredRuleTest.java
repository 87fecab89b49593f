package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredRuleTest {
  @RegisterExtension final TestDatabase server = new TestDatabase();

  @Test
  void aSecondRecordWithTheValuesOfAStoredRowIsADuplicate() {
    try (TestRun run = bookings("same { unique = [id, upload], message = \"twice\" }")) {
      run.batch().record("booking", at(1), "id", "x", "upload", "u1").commit();

      CommittedBatch batch =
          run.batch()
              .record("booking", at(2), "id", "x", "upload", "u1")
              .record("booking", at(3), "id", "y", "upload", "u1")
              .commit();

      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
      assertThat(bookings()).containsExactly("x 1", "y 3");
      assertThat(server.rows("select rule, severity, field, value, message from assay.finding"))
          .containsExactly(List.of("same", "reject", "id, upload", "x, u1", "twice"));
    }
  }

  @Test
  void ofTwoDuplicatesInABatchTheLaterInKafkaOrderIsRefused() {
    try (TestRun run = bookings("same { unique = [id, upload] }")) {
      CommittedBatch batch =
          run.batch()
              .record("booking", at("a", 1, 1, 30), "id", "x", "upload", "u1")
              .record("booking", at("a", 0, 5, 20), "id", "x", "upload", "u1")
              .record("booking", at("a", 0, 6, 10), "id", "x", "upload", "u1")
              .record("booking", at("a", 0, 7, 40), "id", "x", "upload", "u2")
              .commit();

      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(4, 1, 2, 0, 1, 0, 0));
      assertThat(server.column("select record_offset from assay.quarantine order by 1"))
          .containsExactly("1", "6");
      assertThat(bookings()).containsExactly("x 7");
    }
  }

  @Test
  void withoutTheWholeKeyAnotherKeyWithTheValuesIsTheFindingAndTheSameKeyIsNot() {
    try (TestRun run = bookings("one-room { unique = [room] }")) {
      run.batch().record("booking", at(1), "id", "x", "room", 1).commit();

      CommittedBatch batch =
          run.batch()
              .record("booking", at(2), "id", "x", "room", 1)
              .record("booking", at(3), "id", "y", "room", 1)
              .record("booking", at(4), "id", "z", "room", 2)
              .record("booking", at(5), "id", "w", "room", 2)
              .record("booking", at(6), "id", "z", "room", 2)
              .record("booking", at(7), "id", "v")
              .record("booking", at(8), "id", "u")
              .commit();

      assertThat(bookings()).containsExactly("u 8", "v 7", "x 2", "z 6");
      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(7, 4, 2, 0, 1, 0, 0));
    }
  }

  @Test
  void aRuleThatWarnsStampsTheRowsOfTheRecordBesidesItsOwnWarnings() {
    try (TestRun run = bookings("one-room { unique = [room], severity = warn }")) {
      run.batch().record("booking", at(1), "id", "x", "room", 1).commit();
      run.batch()
          .warned("booking", at(2), List.of("odd"), "id", "y", "room", 1, "guest", "g")
          .commit();

      assertThat(server.column("select assay_warnings from booking where id = 'y'"))
          .containsExactly("{odd,one-room}");
      assertThat(server.column("select assay_warnings from guest"))
          .containsExactly("{odd,one-room}");
      assertThat(server.column("select rule || ' ' || severity from assay.finding order by 1"))
          .containsExactly("odd warn", "one-room warn");
    }
  }

  @Test
  void aRuleOfSeverityFailStopsTheBatchAndNothingOfItIsApplied() {
    try (TestRun run = bookings("one-room { unique = [room], severity = fail }")) {
      run.batch().record("booking", at(1), "id", "x", "room", 1).commit();

      assertThatThrownBy(
              () ->
                  run.batch()
                      .record("booking", at(2), "id", "y", "room", 2)
                      .record("booking", at(3), "id", "z", "room", 1)
                      .commit())
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("rule one-room at a-0@3")
          .extracting("kind")
          .isEqualTo(AssayException.Kind.DATA);

      assertThat(bookings()).containsExactly("x 1");
      assertThat(server.value("select count(*) from assay.batch")).isEqualTo("1");
      assertThat(server.value("select offsets from assay.applied")).isEqualTo("{[1,2)}");
      run.database().discardStaging();
    }
  }

  @Test
  void aRowThatMustExistIsLookedForAmongTheStoredRows() {
    String where = "stored.name = row.room::text and to_jsonb(stored) ? 'name'";
    try (TestRun run = bookings("known-guest { exists-in = guest, where = \"" + where + "\" }")) {
      server.execute("insert into guest values ('1', 0, 'a', 0, 0, now(), now())");
      CommittedBatch batch =
          run.batch()
              .record("booking", at(2), "id", "y", "room", 1)
              .record("booking", at(3), "id", "z", "room", 2)
              .commit();

      assertThat(batch.topics().get("a").quarantined()).isEqualTo(1);
      assertThat(bookings()).containsExactly("y 2");
    }
  }

  @Test
  void aRowThatMustNotExistIsLookedForAmongStoredRowsAndEarlierRecordsThatAreNotRefused() {
    try (TestRun run =
        bookings(
            "overlap { absent-from = booking, where = \"stored.id <> row.id and stored.room = row.room and stored.from_day <= row.to_day and row.from_day <= stored.to_day\" }")) {
      run.batch().record("booking", at(1), "id", "a", "room", 1, "from", 1, "to", 5).commit();

      CommittedBatch batch =
          run.batch()
              .record("booking", at(2), "id", "b", "room", 1, "from", 4, "to", 8)
              .record("booking", at(3), "id", "c", "room", 1, "from", 7, "to", 12)
              .record("booking", at(4), "id", "d", "room", 1, "from", 11, "to", 20)
              .record("booking", at(5), "id", "e", "room", 1, "from", 15, "to", 16)
              .record("booking", at(6), "id", "a", "room", 1, "from", 1, "to", 5)
              .commit();

      assertThat(bookings()).containsExactly("a 6", "c 3", "e 5");
      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(5, 3, 2, 0, 0, 0, 0));
    }
  }

  @Test
  void earlierRecordsOfTheBatchCountForWarningsToo() {
    try (TestRun run =
        bookings(
            "same-room { absent-from = booking, severity = warn, where = \"stored.room = row.room and stored.id <> row.id -- the last line\" }")) {
      run.batch()
          .record("booking", at(1), "id", "x", "room", 1)
          .record("booking", at(2), "id", "y", "room", 1)
          .commit();

      assertThat(
              server.column(
                  "select id || coalesce(assay_warnings::text, '') from booking order by id"))
          .containsExactly("x", "y{same-room}");
      assertThat(server.rows("select field, value from assay.finding"))
          .containsExactly(List.of("id", "y"));
    }
  }

  @Test
  void aConditionThatPostgresDoesNotUnderstandIsToldBeforeTheFirstBatch() {
    assertThatThrownBy(
            () ->
                bookings("wrong { absent-from = booking, where = \"stored.nothing = row.room\" }"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("The rule wrong of the kind booking is not valid PostgreSQL")
        .hasMessageContaining("stored.nothing")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.USER);
    assertThat(server.column("select status from assay.run")).containsExactly("failed");
  }

  private TestRun bookings(String rule) {
    return new TestRun(
        server,
        TestRun.pipeline(
            """
            booking {
              when = "true"
              fields {
                id { from = id, type = text }, upload { from = upload, type = text }, guest { from = guest, type = text }
                room { from = room, type = integer }, from { from = from, type = integer }, to { from = to, type = integer }
              }
              rules { %s }
              root = booking
              tables {
                guest { key = [name], when = "guest is not null", columns { name = guest } }
                booking {
                  key = [id]
                  columns { id = id, upload = upload, room = room, from_day = from, to_day = to }
                }
              }
            }
            """
                .formatted(rule)));
  }

  private List<String> bookings() {
    return server.column("select concat_ws(' ', id, assay_offset) from booking order by id");
  }
}
