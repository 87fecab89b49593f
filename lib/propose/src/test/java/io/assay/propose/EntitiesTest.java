package io.assay.propose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What records tell of in several places. */
class EntitiesTest {

  @Test
  void whoStandsInTheRecordAndInItsListsIsInOneTable() {
    Proposed proposed =
        Proposed.of(
            "tickets",
            """
            {"ticket_id": 1, "owner": {"id": 7, "name": "Ada"}, "answers": [{"answer_id": 10, "owner": {"id": 8, "name": "Bo"}}, {"answer_id": 11, "owner": {"id": 7, "name": "Ada"}}]}
            {"ticket_id": 2, "owner": {"id": 8, "name": "Bo"}, "answers": [{"answer_id": 12, "owner": {"id": 7, "name": "Ada"}}]}
            """);

    assertThat(proposed.tables()).containsExactly("owner", "tickets", "ticket_answer");
    assertThat(proposed.text()).contains("gather = [owner, \"answers.owner\"]");
    assertThat(proposed.references("tickets")).containsExactly("[owner_id] owner");
    assertThat(proposed.references("ticket_answer"))
        .containsExactly("[ticket_id] tickets", "[owner_id] owner");
  }

  @Test
  void aListOfThemBecomesLinksThatKeepWhatIsSaidOfTheLink() {
    Proposed proposed =
        Proposed.of(
            "posts",
            """
            {"id": 1, "user": {"handle": "a", "name": "Ada", "city": "X"}, "mentions": [{"handle": "b", "name": "Bo", "from": 3}, {"handle": "c", "name": "Cy", "from": 9}]}
            {"id": 2, "user": {"handle": "b", "name": "Bo", "city": "Y"}, "mentions": [{"handle": "a", "name": "Ada", "from": 5}, {"handle": "b", "name": "Bo", "from": 7}]}
            {"id": 3, "user": {"handle": "a", "name": "Ada", "city": "X"}, "mentions": []}
            {"id": 4, "user": {"handle": "b", "name": "Bo", "city": "Y"}, "mentions": [{"handle": "c", "name": "Cy", "from": 1}]}
            """);

    assertThat(proposed.columns("users")).containsExactly("handle", "name", "city");
    assertThat(proposed.key("post_mention")).containsExactly("post_id", "user_handle");
    assertThat(proposed.columns("post_mention"))
        .containsExactly("post_id", "user_handle", "the_from");
  }

  @Test
  void otherThingsWithTheSameNumbersAreOtherThings() {
    Proposed proposed =
        Proposed.of(
            "visits",
            """
            {"id": 1, "guest": {"id": 1, "name": "Ada"}, "room": {"id": 1, "name": "Blue"}}
            {"id": 2, "guest": {"id": 2, "name": "Bo"}, "room": {"id": 2, "name": "Red"}}
            """);

    assertThat(proposed.tables()).containsExactly("guest", "room", "visits");
  }

  @Test
  void aMemberThatRepeatsTheIdOfAnObjectIsItsForeignKey() {
    Proposed proposed =
        Proposed.of(
            "posts",
            """
            {"id": 1, "author_id": 5, "author": {"id": 5, "name": "Ada"}, "lines": [{"post_id": 1, "line_no": 1}, {"post_id": 1, "line_no": 2}]}
            {"id": 2, "author": {"id": 6, "name": "Bo"}, "author_id": 6, "lines": [{"post_id": 2, "line_no": 1}]}
            """);

    assertThat(proposed.columns("posts")).containsExactly("id", "author_id");
    assertThat(proposed.references("posts")).containsExactly("[author_id] author");
    assertThat(proposed.columns("post_line")).containsExactly("post_id", "line_no");
  }

  @Test
  void whatIsPartOfEachRecordIsNoTableOfItsOwn() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      lines.append(
          "{\"isin\": \"X%d\", \"score\": {\"id\": %d, \"votes\": %d}}\n"
              .formatted(i, 900 + i, i % 7));
    }
    Proposed proposed = Proposed.of("funds", lines.toString());

    assertThat(proposed.columns("funds")).containsExactly("isin", "score_id", "score_votes");
  }

  @Test
  void aRecordMayLackWhatEveryRecordOfTheSampleHas() {
    Proposed proposed =
        Proposed.of(
            "orders",
            """
            {"id": 1, "buyer": {"id": 7, "name": "Ada"}}
            {"id": 2, "buyer": {"id": 7, "name": "Ada"}}
            """);

    assertThat(proposed.text()).contains("when = \"buyer_id is not null\"");
  }
}
