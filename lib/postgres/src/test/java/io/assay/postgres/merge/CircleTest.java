package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables that refer to themselves, and to each other in a circle. */
class CircleTest {
  @RegisterExtension final TestDatabase server = new TestDatabase();

  private static Pipeline staff(String options) {
    return TestRun.pipeline(
        """
        employee {
          fields { id { from = id, type = text }, boss { from = boss, type = text } }
          delete { when = "_tombstone", key { id = "_key" } }
          tables {
            employee {
              key = [id], columns { id = id, boss = boss }
              references { boss { table = employee, columns = [boss], %s } }
            }
          }
        }
        """
            .formatted(options));
  }

  @Test
  void aRowMayReferToAnotherOfItsTableInAnyOrder() {
    try (TestRun run = new TestRun(server, staff("orphan = reject"))) {
      CommittedBatch batch =
          run.batch()
              .record("employee", at(1), "id", "c", "boss", "b")
              .record("employee", at(2), "id", "b", "boss", "a")
              .record("employee", at(3), "id", "a", "boss", "a")
              .record("employee", at(4), "id", "d", "boss", "nobody")
              .record("employee", at(5), "id", "e", "boss", "d")
              .commit();

      assertThat(employees()).containsExactly("a a", "b a", "c b");
      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(5, 3, 2, 0, 0, 0, 0));
      assertThat(server.joined("select rule, value from assay.finding order by value"))
          .containsExactly("orphan-boss d", "orphan-boss nobody");
    }
  }

  @Test
  void twoRowsMayReferToEachOther() {
    try (TestRun run = new TestRun(server, staff("orphan = reject"))) {
      run.batch()
          .record("employee", at(1), "id", "a", "boss", "b")
          .record("employee", at(2), "id", "b", "boss", "a")
          .commit();

      assertThat(employees()).containsExactly("a b", "b a");
    }
  }

  @Test
  void aRecordWaitsForAnotherOfItsKind() {
    try (TestRun run = new TestRun(server, staff("orphan { hold = 1 day }"))) {
      CommittedBatch batch = run.batch().record("employee", at(1), "id", "b", "boss", "a").commit();
      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 0, 1, 0));
      run.batch().record("employee", at(2), "id", "a").commit();

      run.releasing(run.database().readyHeld(10)).commit();

      assertThat(employees()).containsExactly("a null", "b a");
    }
  }

  @Test
  void aStubStandsInForARowOfTheSameTable() {
    try (TestRun run = new TestRun(server, staff("orphan = stub"))) {
      run.batch().record("employee", at(1), "id", "b", "boss", "a").commit();

      assertThat(server.joined("select id, assay_stub::text from employee order by id"))
          .containsExactly("a true", "b false");
    }
  }

  @Test
  void aDeletionIsRefusedWhileOthersReferToTheRow() {
    try (TestRun run = new TestRun(server, staff("on-delete = reject"))) {
      tree(run);

      CommittedBatch batch =
          run.batch()
              .delete("employee", at(11), "id", "b")
              .delete("employee", at(12), "id", "d")
              .commit();

      assertThat(employees()).containsExactly("a null", "b a", "c b");
      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    }
  }

  @Test
  void aDeletionCascadesThroughTheWholeTree() {
    try (TestRun run = new TestRun(server, staff("on-delete = cascade"))) {
      tree(run);

      CommittedBatch batch = run.batch().delete("employee", at(11), "id", "b").commit();

      assertThat(employees()).containsExactly("a null", "d a");
      assertThat(batch.tables().get("employee")).isEqualTo(new TableOutcome(0, 0, 2));
      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
    }
  }

  @Test
  void aDeletionClearsTheReference() {
    try (TestRun run = new TestRun(server, staff("on-delete = clear"))) {
      tree(run);

      run.batch().delete("employee", at(11), "id", "b").commit();

      assertThat(employees()).containsExactly("a null", "c null", "d a");
    }
  }

  @Test
  void aRootAndItsChildMayReferToEachOther() {
    Pipeline pipeline =
        TestRun.pipeline(
            """
            team {
              fields {
                id { from = id, type = text }
                head { from = head, type = text }
                members { from = members, type = list, fields { name { from = name, type = text } } }
              }
              delete { when = "_tombstone", key { id = "_key" } }
              root = team
              tables {
                team { key = [id], columns { id = id, head = head }, references { head { table = member, columns = [id, head] } } }
                member { each = members, key = [team, name], columns { team = id, name = "members.name" }, references { team { columns = [team] } } }
              }
            }
            """);
    try (TestRun run = new TestRun(server, pipeline)) {
      run.batch()
          .record(
              "team",
              at(1),
              "id",
              "A",
              "head",
              "x",
              "members",
              List.of(Map.of("name", "x"), Map.of("name", "y")))
          .record("team", at(2), "id", "B", "head", "z", "members", List.of(Map.of("name", "x")))
          .commit();

      assertThat(server.joined("select id, head from team")).containsExactly("A x");
      assertThat(server.joined("select rule, value from assay.finding"))
          .containsExactly("orphan-head B, z");

      run.batch()
          .record("team", at(3), "id", "A", "head", "y", "members", List.of(Map.of("name", "y")))
          .commit();
      assertThat(server.joined("select team, name from member")).containsExactly("A y");

      run.batch().delete("team", at(4), "id", "A").commit();
      assertThat(server.joined("select team from member")).isEmpty();
      assertThat(server.joined("select id from team")).isEmpty();
    }
  }

  @Test
  void aHeadThatIsNoLongerAMemberIsFoundBeforeTheForeignKeyIsBroken() {
    Pipeline pipeline =
        TestRun.pipeline(
            """
            team {
              fields {
                id { from = id, type = text }
                head { from = head, type = text }
                members { from = members, type = list, fields { name { from = name, type = text } } }
              }
              root = team
              tables {
                team { key = [id], columns { id = id, head = head }, references { head { table = member, columns = [id, head] } } }
                member { each = members, key = [team, name], columns { team = id, name = "members.name" }, references { team { columns = [team] } } }
              }
            }
            """);
    try (TestRun run = new TestRun(server, pipeline)) {
      run.batch()
          .record("team", at(1), "id", "A", "head", "x", "members", List.of(Map.of("name", "x")))
          .commit();

      CommittedBatch batch =
          run.batch()
              .record(
                  "team", at(2), "id", "A", "head", "x", "members", List.of(Map.of("name", "y")))
              .commit();

      assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 1, 0, 0, 0, 0));
      assertThat(server.joined("select team, name from member")).containsExactly("A x");
    }
  }

  @Test
  void kindsWhoseTablesReferToEachOtherAreMergedTogether() {
    Pipeline pipeline =
        TestRun.pipeline(
            """
            department {
              when = "_topic = 'a'"
              fields { id { from = id, type = text }, head { from = head, type = text } }
              tables { department { key = [id], columns { id = id, head = head }, references { employee { columns = [head], orphan = stub } } } }
            }
            employee {
              when = "_topic = 'b'"
              fields { id { from = id, type = text }, department { from = department, type = text } }
              tables { employee { key = [id], columns { id = id, department = department }, references { department { columns = [department] } } } }
            }
            """);
    try (TestRun run = new TestRun(server, pipeline)) {
      CommittedBatch batch =
          run.batch()
              .record("department", at("a", 0, 1, 1), "id", "D", "head", "e")
              .record("department", at("a", 0, 2, 2), "id", "F", "head", "g")
              .record("employee", at("b", 0, 1, 1), "id", "e", "department", "D")
              .record("employee", at("b", 0, 2, 2), "id", "h", "department", "none")
              .commit();

      assertThat(server.joined("select id, head from department order by id"))
          .containsExactly("D e", "F g");
      assertThat(server.joined("select id, department, assay_stub::text from employee order by id"))
          .containsExactly("e D false", "g null true");
      assertThat(batch.topics().get("b")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    }
  }

  private static void tree(TestRun run) {
    run.batch()
        .record("employee", at(1), "id", "a")
        .record("employee", at(2), "id", "b", "boss", "a")
        .record("employee", at(3), "id", "c", "boss", "b")
        .record("employee", at(4), "id", "d", "boss", "a")
        .commit();
  }

  private List<String> employees() {
    return server.joined("select id, boss from employee order by id");
  }
}
