package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TestDatabase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Columns that are filled from another table, conditions of rules, and masks. */
class LookupTest {
  private static final String ITEM =
      """
      item {
        fields {
          id { from = id, type = text }, country { from = country, type = text, mask = true }, place { from = place, type = integer }
        }
        rules { one-place { unique = [place], when = "row.place > 1 or '?' = 'no'" } }
        tables {
          item {
            key = [id]
            columns {
              id = id, country = country, place = place
              region { type = text, lookup { table = reference.country, key { code = country }, column = "the region", absent = %s } }
            }
          }
        }
      }
      """;

  @RegisterExtension final TestDatabase server = new TestDatabase();

  @BeforeEach
  void createReference() {
    server.execute(
        "create schema reference",
        "create table reference.country (code text, \"the region\" text)",
        "insert into reference.country values ('DE', 'Europe'), ('NZ', 'Oceania'), ('NZ', 'Zealandia'), ('AQ', null)");
  }

  @Test
  void aColumnIsFilledFromAnotherTableAndMayStayEmpty() {
    try (TestRun run = new TestRun(server, pipeline("\"null\""))) {
      run.batch()
          .record("item", at(1), "id", "a", "country", "DE")
          .record("item", at(2), "id", "b", "country", "NZ")
          .record("item", at(3), "id", "c", "country", "AQ")
          .record("item", at(4), "id", "d", "country", "XX")
          .record("item", at(5), "id", "e")
          .commit();
    }

    assertThat(server.rows("select id, region from item order by id"))
        .containsExactly(
            List.of("a", "Europe"),
            List.of("b", "Oceania"),
            Arrays.asList("c", null),
            Arrays.asList("d", null),
            Arrays.asList("e", null));
  }

  @Test
  void aRecordWithoutACounterpartMayBeRejectedWithItsMaskedKey() {
    try (TestRun run = new TestRun(server, pipeline("reject"))) {
      CommittedBatch batch =
          run.batch()
              .record("item", at(1), "id", "a", "country", "DE")
              .record("item", at(2), "id", "b", "country", "Atlantis")
              .record("item", at(3), "id", "c")
              .commit();

      assertThat(batch.topics().get("a").quarantined()).isEqualTo(1);
    }

    assertThat(server.column("select id from item order by id")).containsExactly("a", "c");
    assertThat(server.rows("select rule, field, value, message from assay.finding"))
        .containsExactly(
            List.of(
                "lookup-region",
                "country",
                "*** (8 characters)",
                "reference.country has no row with this key, or it has no the region"));
  }

  @Test
  void aLookUpThatDoesNotFitIsToldBeforeTheFirstBatch() {
    server.execute("alter table reference.country drop column \"the region\"");

    assertThatThrownBy(() -> new TestRun(server, pipeline("reject")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "The look-up of the column item.region of the kind item is not valid PostgreSQL")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.USER);
  }

  @Test
  void aUniqueRuleAsksOnlyTheRecordsOfItsCondition() {
    try (TestRun run = new TestRun(server, pipeline("\"null\""))) {
      run.batch()
          .record("item", at(1), "id", "a", "place", 1)
          .record("item", at(2), "id", "b", "place", 1)
          .record("item", at(3), "id", "c", "place", 2)
          .record("item", at(4), "id", "d", "place", 2)
          .commit();
      run.batch()
          .record("item", at(5), "id", "e", "place", 1)
          .record("item", at(6), "id", "f", "place", 2)
          .commit();
    }

    assertThat(server.column("select id from item order by id"))
        .containsExactly("a", "b", "c", "e");
  }

  @Test
  void aConditionThatIsNotPostgresIsToldBeforeTheFirstBatch() {
    Pipeline wrong =
        TestRun.pipeline(ITEM.formatted("reject").replace("row.place > 1", "row.plaice > 1"));

    assertThatThrownBy(() -> new TestRun(server, wrong))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("The rule one-place of the kind item is not valid PostgreSQL");
  }

  private static Pipeline pipeline(String absent) {
    return TestRun.pipeline(ITEM.formatted(absent));
  }
}
