package io.assay.model.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.model.change.Continuation.Verdict;
import io.assay.model.file.PipelineFile;
import io.assay.model.file.Rendered;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it means to go on with another definition. */
class ContinuationTest {
  private static final String SHOP =
      """
      pipeline = shop
      description = "A shop"
      source { topics = [orders], format = json }
      records {
        order {
          when = "_topic = 'orders'"
          fields {
            id { from = id, type = integer }
            at { from = place, type = text }
            n { from = n, type = integer }
          }
          filter = "id < 0"
          sequence = n
          delete { when = "_tombstone", key { id = "cast(_key as int)" } }
          rules { present { required = [id] } }
          root = orders
          tables {
            place  { key = [name], columns { name = at }, when = "at is not null" }
            orders {
              key = [id]
              columns { id = id, at = at, n = n }
              references { place { columns = [at] } }
            }
          }
        }
      }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"A shop\" | \"The shop\" | SAFE |",
        "{ place { columns = [at] } } | { place { columns = [at], orphan = stub } } | SAFE |",
        "id = id, at = at, n = n | n = n, id = id, at = at | SAFE |",
        "[orders] | [orders, returns] | SAFE | the topic returns is new: it is read from its beginning",
        "pipeline = shop | pipeline = shop, silver = false | SAFE | silver is not kept any more",
        "format = json | format = csv, csv { columns = [id, place, n] } | BACKFILL | the format has changed: records that are not read yet have to be in the new one, and stored rows are as the old one was read",
        "format = json | format = json, names = relaxed | BACKFILL | names in the data are matched in another way: stored rows are as they were matched before",
        "_topic = 'orders' | _topic = 'orders' and true | BACKFILL | the when of the kind order has changed: records that came before were sorted by the old one",
        "from = place | from = spot | BACKFILL | fields of the kind order are read in another way (at): stored values are as they were read before",
        "id < 0 | id < 1 | BACKFILL | the filter of the kind order has changed: what the old one left out stays out, and its rows stay",
        "when = \"_tombstone\" | when = \"_tombstone and true\" | BACKFILL | deletion of the kind order has changed: rows that the old one kept or deleted stay so",
        "required = [id] | required = [id, at] | BACKFILL | rules of the kind order have changed (present): records that were accepted or quarantined before stay so",
        "id = id, at = at | id = id, at { sql = \"upper(at)\", type = text } | BACKFILL | columns of the table orders are computed in another way for the kind order (at): stored values are as they were computed before",
        "id = id, at = at | id = id, two = at, at = at | BACKFILL | the table orders has new columns (two): rows from before have no values there",
        "id = id, at = at, n = n | id = id, at = at | SAFE |",
        "at is not null | at > '' | BACKFILL | the when of the table place has changed for the kind order: rows that the old one gave or left out stay so",
        "id = id, at = at | id { sql = id, type = bigint }, at = at | SAFE |",
        "id = id, at = at | id { sql = id, type = text }, at = at | REFUSED | the key column id of the table orders was integer and is text: stored rows would not be found again",
        "sequence = n |  | REFUSED | the sequence of the kind order was n (integer) and is Kafka's order: stored rows could not be compared with new ones",
        "n { from = n, type = integer } | n { from = n, type = bigint } | REFUSED | the sequence of the kind order was n (integer) and is n (bigint): stored rows could not be compared with new ones",
      })
  void aChangeHasItsVerdictAndItsSentence(
      String before, String after, Verdict verdict, String sentence) {
    assertThat(SHOP).contains(before);
    Continuation continuation = compare(SHOP.replace(before, after == null ? "" : after));

    assertThat(continuation.verdict()).isEqualTo(verdict);
    if (sentence == null) {
      assertThat(continuation.sentences(Verdict.BACKFILL)).isEmpty();
      assertThat(continuation.sentences(Verdict.REFUSED)).isEmpty();
    } else {
      assertThat(continuation.sentences(verdict)).containsExactly(sentence);
    }
  }

  @Test
  void anotherKeyIsRefused() {
    String other =
        SHOP.replace("key = [id]", "key = [id, n]")
            .replace("{ id = \"cast(_key as int)\" }", "{ id = \"cast(_key as int)\", n = \"1\" }");

    assertThat(compare(other).sentences(Verdict.REFUSED))
        .containsExactly(
            "the key of the table orders was [id] and is [id, n]: stored rows would not be found again");
  }

  @Test
  void aRenamedKeyColumnIsTheSameKey() {
    String renamed =
        SHOP.replace("key = [id]", "key = [number]")
            .replace("id = id, at = at", "number { sql = id, type = integer, was = id }, at = at")
            .replace("key { id =", "key { number =");

    assertThat(compare(renamed).sentences(Verdict.REFUSED)).isEmpty();
  }

  @Test
  void anEnumMayTakeMoreAndItIsSaidWhereItTakesLess() {
    String text = "at { from = place, type = text }";
    String symbols = "at { from = place, type = enum, symbols = [%s] }";
    Pipeline before =
        PipelineFile.parse(
            "before.conf", SHOP.replace(text, symbols.formatted("here, there")), Map.of());

    assertThat(
            Continuation.of(
                    before,
                    PipelineFile.parse(
                        "more.conf",
                        SHOP.replace(text, symbols.formatted("away, there, here")),
                        Map.of()))
                .notes())
        .containsExactly(
            new Continuation.Note(Verdict.SAFE, "the enum at of the kind order takes away too"));
    assertThat(
            Continuation.of(
                    before,
                    PipelineFile.parse(
                        "less.conf", SHOP.replace(text, symbols.formatted("here")), Map.of()))
                .notes())
        .containsExactly(
            new Continuation.Note(
                Verdict.BACKFILL,
                "the enum at of the kind order does not take there any more: stored rows that have it keep it"));
  }

  @Test
  void aKindForATopicThatIsNewIsSafeAndOneForAnOldTopicIsNot() {
    String kind =
        "  other { when = \"_topic = '%s'\", fields { x { from = x, type = text } }, tables { other { key = [x], columns { x = x } } } }\n  order {";
    String both = SHOP.replace("[orders]", "[orders, returns]");

    assertThat(compare(both.replace("  order {", kind.formatted("returns"))).verdict())
        .isEqualTo(Verdict.SAFE);
    assertThat(compare(both.replace("  order {", kind.formatted("orders"))).notes().get(0))
        .isEqualTo(
            new Continuation.Note(
                Verdict.BACKFILL,
                "the kind other is new: such records that came before were of another kind, or are in quarantine as unmatched"));
  }

  @Test
  void theGravestChangeDecides() {
    Continuation continuation =
        compare(SHOP.replace("sequence = n", "").replace("id < 0", "id < 1"));

    assertThat(continuation.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(continuation.sentences(Verdict.BACKFILL)).hasSize(1);
  }

  @Test
  void whatWasRenderedMeansTheSame() {
    Pipeline pipeline = PipelineFile.parse("shop.conf", SHOP, Map.of());

    assertThat(compare(Rendered.of(pipeline).text()).notes()).isEmpty();
  }

  private static Continuation compare(String after) {
    return Continuation.of(
        PipelineFile.parse("before.conf", SHOP, Map.of()),
        PipelineFile.parse("after.conf", after, Map.of()));
  }
}
