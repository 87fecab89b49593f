package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changes of a database's rows, as change data capture gives them. */
class ChangeDataTest {
  private static final String SHOP =
      """
      customer {
        when = "_topic = 'a'"
        fields {
          id { from = id, type = integer }
          name { from = name, type = text }
          tags { from = tags, type = "text[]" }
          tx { from = tx, type = bigint }
          lsn { from = lsn, type = bigint }
        }
        sequence = [tx, lsn]
        delete { when = "_tombstone", key { id = id }, truncate = "false", remember = 30 days }
        root = customer
        tables {
          customer { key = [id], columns { id = id, name = name } }
          customer_tag {
            each = tags, key = [id, tag], columns { id = id, tag = tags }
            references { customer { columns = [id] } }
          }
          customer_history { key = [id], columns { id = id, name = name }, history = true }
        }
      }
      purchase {
        when = "_topic = 'b'"
        fields {
          no { from = no, type = integer }
          customer { from = customer, type = integer }
          lsn { from = lsn, type = bigint }
        }
        sequence = lsn
        delete { when = "_tombstone", key { no = no }, mode = soft }
        tables {
          purchase {
            key = [no], columns { no = no, customer = customer }
            references { customer { columns = [customer], on-delete = %s } }
          }
        }
      }
      """;

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;

  @BeforeEach
  void open() {
    run = new TestRun(server, shop("cascade"));
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void peerBug04UpdateDeleteUpdateOfOneKeyInOneBatchEndsUpdated() {
    CommittedBatch batch =
        run.batch()
            .record("customer", at(1), "id", 1, "name", "first", "tx", 1, "lsn", 1)
            .delete("customer", at(2), "id", 1, "tx", 1, "lsn", 2)
            .record("customer", at(3), "id", 1, "name", "last", "tx", 1, "lsn", 3)
            .commit();

    assertThat(customers()).containsExactly("1 last");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(3, 1, 0, 0, 2, 0, 0));
    assertThat(history()).containsExactly("1 first 1 2 f", "1 last 3 - t");
  }

  @Test
  void peerBug05TheNewestOfSeveralVersionsOfOneKeyInOneBatchWins() {
    run.batch()
        .record("customer", at(1), "id", 1, "name", "third", "tx", 2, "lsn", 3)
        .record("customer", at(2), "id", 1, "name", "first", "tx", 1, "lsn", 9)
        .record("customer", at(3), "id", 1, "name", "second", "tx", 2, "lsn", 1)
        .record("customer", at(4), "id", 1, "name", "none", "tx", null, "lsn", 99)
        .commit();

    assertThat(customers()).containsExactly("1 third");
  }

  @Test
  void peerBug06ParentAndChildInOneBatchArriveTogether() {
    run.batch()
        .record("purchase", at("b", 0, 1, 1), "no", 7, "customer", 1, "lsn", 1)
        .record("customer", at(1), "id", 1, "name", "late", "tx", 1, "lsn", 2)
        .commit();

    assertThat(purchases()).containsExactly("7 1 -");
    assertThat(customers()).containsExactly("1 late");
  }

  @Test
  void peerBug07TwoPartitionsAndTwoTasksThatTouchOneRowLeaveTheNewest() {
    TestBatch one =
        run.batch()
            .record("customer", at("a", 0, 1, 1), "id", 1, "name", "new", "tx", 2, "lsn", 1)
            .record("customer", at("a", 0, 2, 2), "id", 2, "name", "old", "tx", 1, "lsn", 1);
    TestBatch other =
        run.batch()
            .record("customer", at("a", 1, 1, 3), "id", 2, "name", "new", "tx", 2, "lsn", 2)
            .record("customer", at("a", 1, 2, 4), "id", 1, "name", "old", "tx", 1, "lsn", 2);

    run.database().commit(one.batch(one.stage(), other.stage()));

    assertThat(customers()).containsExactly("1 new", "2 new");
    assertThat(server.value("select count(*) from customer_history where current")).isEqualTo("2");
  }

  @Test
  void peerBug08AnOlderEventAfterANewerOneOrAfterADeletionChangesNothing() {
    run.batch()
        .record("customer", at(1), "id", 1, "name", "new", "tx", 5, "lsn", 5)
        .record("customer", at(2), "id", 2, "name", "gone", "tx", 5, "lsn", 6)
        .delete("customer", at(3), "id", 2, "tx", 6, "lsn", 1)
        .commit();

    CommittedBatch late =
        run.batch()
            .record("customer", at(4), "id", 1, "name", "old", "tx", 5, "lsn", 4)
            .delete("customer", at(5), "id", 1, "tx", 4, "lsn", 9)
            .record("customer", at(6), "id", 2, "name", "old", "tx", 5, "lsn", 9)
            .commit();

    assertThat(customers()).containsExactly("1 new");
    assertThat(late.topics().get("a")).isEqualTo(new TopicOutcome(3, 0, 0, 0, 3, 0, 0));
    assertThat(history())
        .as("the times of Kafka do not run with the sequence, so versions in between have none")
        .containsExactly("1 new 5 - t", "1 old 5 5 f", "2 gone 2 6 f", "2 old 6 6 f");
  }

  @Test
  void peerBug09AChangedPrimaryKeyMovesTheRowAndItsChildrenFollow() {
    run.batch()
        .record("customer", at(1), "id", 1, "name", "Ann", "tags", List.of("x"), "tx", 1, "lsn", 1)
        .record("purchase", at("b", 0, 1, 1), "no", 7, "customer", 1, "lsn", 1)
        .record("purchase", at("b", 0, 2, 1), "no", 8, "customer", 1, "lsn", 2)
        .commit();

    CommittedBatch batch =
        run.batch()
            .delete("customer", at(2), "id", 1, "tx", 2, "lsn", 3)
            .filtered(at(3)) // the tombstone
            .record(
                "customer", at(4), "id", 9, "name", "Ann", "tags", List.of("x"), "tx", 2, "lsn", 4)
            .record("purchase", at("b", 0, 3, 2), "no", 7, "customer", 9, "lsn", 5)
            .commit();

    assertThat(customers()).containsExactly("9 Ann");
    assertThat(server.joined("select id, tag from customer_tag")).containsExactly("9 x");
    // One purchase came with its new owner; the other was not told of and goes (cascade).
    assertThat(purchases()).containsExactly("7 9 -");
    assertThat(batch.tables().get("purchase")).isEqualTo(new TableOutcome(0, 1, 1));
    assertThat(history()).containsExactly("1 Ann 1 2 f", "9 Ann 4 - t");
  }

  @Test
  void peerBug09ChildrenOfTheOldKeyAreClearedOrKeepItAsDeclared() {
    run.close();
    run = new TestRun(server, shop("clear"));
    run.batch()
        .record("customer", at(1), "id", 1, "name", "Ann", "tx", 1, "lsn", 1)
        .record("purchase", at("b", 0, 1, 1), "no", 7, "customer", 1, "lsn", 1)
        .commit();

    run.batch()
        .delete("customer", at(2), "id", 1, "tx", 2, "lsn", 3)
        .record("customer", at(3), "id", 9, "name", "Ann", "tx", 2, "lsn", 4)
        .commit();

    assertThat(customers()).containsExactly("9 Ann");
    assertThat(server.joined("select no, coalesce(customer::text, 'none') from purchase"))
        .containsExactly("7 none");
  }

  @Test
  void peerBug14AChildThatANewerVersionLacksIsGone() {
    run.batch()
        .record(
            "customer", at(1), "id", 1, "name", "a", "tags", List.of("x", "y"), "tx", 1, "lsn", 1)
        .commit();

    run.batch()
        .record("customer", at(2), "id", 1, "name", "b", "tags", List.of("y"), "tx", 1, "lsn", 2)
        .commit();

    assertThat(server.joined("select id, tag from customer_tag")).containsExactly("1 y");
  }

  @Test
  void aSoftlyDeletedRowStaysUntilANewerVersionBringsItAgain() {
    run.batch()
        .record("customer", at(1), "id", 1, "name", "Ann", "tx", 1, "lsn", 1)
        .record("purchase", at("b", 0, 1, 1), "no", 7, "customer", 1, "lsn", 1)
        .commit();

    CommittedBatch deleting =
        run.batch().delete("purchase", at("b", 0, 2, 60), "no", 7, "lsn", 5).commit();
    assertThat(purchases()).containsExactly("7 1 60");
    assertThat(deleting.topics().get("b")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
    assertThat(deleting.tables().get("purchase")).isEqualTo(new TableOutcome(0, 1, 0));

    run.batch().record("purchase", at("b", 0, 3, 70), "no", 7, "customer", null, "lsn", 4).commit();
    assertThat(server.joined("select no, customer is null, assay_deleted_at is null from purchase"))
        .as("a late version says more about the row, but it is still deleted")
        .containsExactly("7 t f");

    run.batch().record("purchase", at("b", 0, 4, 80), "no", 7, "customer", 1, "lsn", 6).commit();
    assertThat(purchases()).containsExactly("7 1 -");
    assertThat(server.column("select key from assay.deleted where table_name = 'purchase'"))
        .isEmpty();
  }

  @Test
  void aTruncationDeletesWhatIsOlderAndWhatComesLateStaysSuperseded() {
    run.batch()
        .record("customer", at(1), "id", 1, "name", "a", "tags", List.of("x"), "tx", 1, "lsn", 1)
        .record("customer", at(2), "id", 2, "name", "b", "tx", 9, "lsn", 1)
        .record("purchase", at("b", 0, 1, 1), "no", 7, "customer", 1, "lsn", 1)
        .commit();

    CommittedBatch batch =
        run.batch()
            .record("customer", at(3), "id", 3, "name", "before", "tx", 4, "lsn", 1)
            .truncate("customer", at(4), "tx", 5, "lsn", 1)
            .record("customer", at(5), "id", 4, "name", "after", "tx", 5, "lsn", 2)
            .commit();

    assertThat(customers()).containsExactly("2 b", "4 after");
    assertThat(server.column("select tag from customer_tag")).isEmpty();
    assertThat(purchases()).isEmpty();
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(3, 2, 0, 0, 1, 0, 0));

    run.batch()
        .record("customer", at(6), "id", 1, "name", "late", "tx", 4, "lsn", 9)
        .record("customer", at(7), "id", 5, "name", "late", "tx", 4, "lsn", 9)
        .commit();
    assertThat(customers()).containsExactly("2 b", "4 after");
    assertThat(server.value("select count(*) from customer_history where current")).isEqualTo("2");
  }

  @Test
  void aTruncationThatWouldTakeAKeptRowIsQuarantined() {
    run.close();
    run = new TestRun(server, shop("reject"));
    run.batch()
        .record("customer", at(1), "id", 1, "name", "a", "tx", 1, "lsn", 1)
        .record("purchase", at("b", 0, 1, 1), "no", 7, "customer", 1, "lsn", 1)
        .commit();

    CommittedBatch batch = run.batch().truncate("customer", at(2), "tx", 5, "lsn", 1).commit();

    assertThat(customers()).containsExactly("1 a");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 1, 0, 0, 0, 0));
    assertThat(server.column("select rule from assay.finding"))
        .containsExactly("referenced-by-purchase");
    assertThat(history()).containsExactly("1 a 1 - t");
  }

  @Test
  void aDeletionIsForgottenWhenItsTimeIsOver() {
    run.batch()
        .delete("customer", at(1), "id", 1, "tx", 5, "lsn", 1)
        .delete("customer", at(2), "id", 2, "tx", 5, "lsn", 1)
        .truncate("customer", at(3), "tx", 1, "lsn", 1)
        .commit();
    server.execute(
        "update assay.deleted set remembered_at = now() - interval '31 days' where key <> '{2}'");

    run.batch().record("customer", at(4), "id", 3, "name", "c", "tx", 9, "lsn", 1).commit();
    assertThat(server.column("select key from assay.deleted order by key"))
        .as("one deletion of all rows is remembered for ever")
        .containsExactly("{}", "{2}");

    run.batch()
        .record("customer", at(5), "id", 1, "name", "late", "tx", 4, "lsn", 1)
        .record("customer", at(6), "id", 2, "name", "late", "tx", 4, "lsn", 1)
        .commit();
    assertThat(customers()).containsExactly("1 late", "3 c");
  }

  @Test
  void aDeletionWithoutASequenceEndsTheVersionsBeforeItInKafkaOrder() {
    run.batch().record("customer", at(1), "id", 1, "name", "a", "tx", 5, "lsn", 1).commit();
    run.batch().delete("customer", at(3), "id", 1).commit();
    assertThat(customers()).isEmpty();
    assertThat(history()).containsExactly("1 a 1 3 f");

    run.batch().record("customer", at(4), "id", 1, "name", "b", "tx", 6, "lsn", 1).commit();
    assertThat(customers()).containsExactly("1 b");
    assertThat(history()).containsExactly("1 a 1 3 f", "1 b 4 - t");
  }

  @Test
  void aKeyHasOneCurrentVersionAtMost() {
    run.batch().record("customer", at(1), "id", 1, "name", "a", "tx", 5, "lsn", 1).commit();

    assertThatThrownBy(
            () ->
                server.execute(
                    "insert into customer_history select id, name, assay_batch, assay_topic, assay_partition, 77, assay_time, assay_sequence, assay_sequence_2, assay_processed_at, assay_warnings, valid_from, valid_to, true from customer_history"))
        .hasMessageContaining("customer_history_id_idx");
  }

  @Test
  void aTableWhoseRowsAreToStayGetsTheColumnWithTheNextBatch() {
    run.batch().record("customer", at(1), "id", 1, "name", "a", "tx", 5, "lsn", 1).commit();
    run.close();
    String soft = SHOP.formatted("cascade").replace("truncate = \"false\"", "mode = soft");
    run = new TestRun(server, TestRun.pipeline(soft));

    run.batch().delete("customer", at(2), "id", 1, "tx", 6, "lsn", 1).commit();

    assertThat(server.joined("select id, assay_deleted_at is not null from customer"))
        .containsExactly("1 t");
  }

  @Test
  void theQueryOfTheDocumentationFindsTheVersionOfADay() throws IOException {
    String page = Files.readString(Path.of("../../docs/change-data.md"));
    String query =
        page.lines().filter(line -> line.startsWith("    select ")).findFirst().orElseThrow();
    run.batch()
        .record("customer", at(1), "id", 7, "name", "then", "tx", 5, "lsn", 1)
        .record("customer", at(100_000_000), "id", 7, "name", "now", "tx", 6, "lsn", 1)
        .commit();

    assertThat(server.rows(query)).hasSize(1).first().asInstanceOf(LIST).contains("then");
  }

  private static Pipeline shop(String onDelete) {
    return TestRun.pipeline(SHOP.formatted(onDelete));
  }

  private List<String> customers() {
    return server.joined("select id, name from customer order by id");
  }

  /** Rows "no customer deleted-at". */
  private List<String> purchases() {
    return server.joined(
        "select no, customer, coalesce((extract(epoch from assay_deleted_at)::bigint - 1700000000)::text, '-') from purchase order by no");
  }

  /** Rows "id name valid-from valid-to current", times as seconds. */
  private List<String> history() {
    return server.joined(
        """
        select id, name, extract(epoch from valid_from)::bigint - 1700000000,
          coalesce((extract(epoch from valid_to)::bigint - 1700000000)::text, '-'), current
        from customer_history order by id, name
        """);
  }
}
