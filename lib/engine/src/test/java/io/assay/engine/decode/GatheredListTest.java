package io.assay.engine.decode;

import static io.assay.engine.decode.Kinds.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One list of what stands at several places of a record. */
class GatheredListTest {
  private static final ColumnType PEOPLE =
      new ColumnType.ListOf(List.of(field("id", Simple.INTEGER)));

  private static final RecordDecoder QUESTIONS =
      Kinds.json(
          field("owners", PEOPLE)
              .from(
                  new Field.Origin.AllOf(
                      List.of(
                          member("owner"),
                          member("answers", "owner"),
                          member("answers", "comments", "by")))),
          field("answers", new ColumnType.ListOf(List.of(field("text", Simple.TEXT)))));

  @Test
  void theWayLeadsThroughLists() {
    Decoded decoded =
        Decoded.of(
            QUESTIONS,
            """
            {"owner": {"id": 1}, "answers": [
              {"text": "a", "owner": {"id": 2}, "comments": [{"by": {"id": 3}}, {"by": [{"id": 4}, {"id": 5}]}]},
              {"text": "b", "owner": {"id": 6}, "comments": []}]}
            """);

    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("owners").toString())
        .isEqualTo("ArraySeq([1], [2], [6], [3], [4], [5])");
    assertThat(decoded.value("answers").toString()).isEqualTo("ArraySeq([a], [b])");
  }

  @Test
  void whereNothingStandsNothingIsGathered() {
    Decoded decoded = Decoded.of(QUESTIONS, "{\"owner\": null, \"answers\": [{\"text\": \"a\"}]}");

    assertThat(decoded.findings()).isEmpty();
    assertThat(decoded.value("owners").toString()).isEqualTo("ArraySeq()");
  }

  @Test
  void anElementOnTheWayThatIsNoObjectIsAFinding() {
    Decoded decoded = Decoded.of(QUESTIONS, "{\"answers\": [{\"owner\": {\"id\": 2}}, 7]}");

    assertThat(decoded.messages()).contains("owners: '7' stands in 'answers' but is no object");
  }

  @Test
  void aFieldThatGathersNothingDoesNotLookIntoLists() {
    RecordDecoder decoder =
        Kinds.json(
            field("owners", PEOPLE)
                .from(new Field.Origin.AllOf(List.of(member("answers", "owner")))),
            Kinds.member("text", Simple.TEXT, List.of("answers", "text")));

    Decoded decoded =
        Decoded.of(decoder, "{\"answers\": [{\"text\": \"a\", \"owner\": {\"id\": 2}}]}");

    assertThat(decoded.value("owners").toString()).isEqualTo("ArraySeq([2])");
    assertThat(decoded.value("text")).isNull();
    assertThat(decoded.messages())
        .anyMatch(message -> message.endsWith("stands for 'answers' but is no object"));
  }

  private static Field.Origin.Member member(String... path) {
    return new Field.Origin.Member(List.of(path));
  }
}
