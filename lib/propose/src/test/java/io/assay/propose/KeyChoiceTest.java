package io.assay.propose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyChoiceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"ts\": 1700000000001, \"order_no\": \"A1\"}#{\"ts\": 1700000000002, \"order_no\": \"A2\"} | order_no",
        "{\"sort_order\": 1, \"title\": \"x y\"}#{\"sort_order\": 2, \"title\": \"y z\"} | title",
        "{\"weight\": 10, \"state\": \"x\"}#{\"weight\": 20, \"state\": \"y\"} | state",
        "{\"_id\": {\"$oid\": \"aa\"}, \"seen\": {\"$date\": 1700000000001}}#{\"_id\": {\"$oid\": \"ab\"}, \"seen\": {\"$date\": 1700000000002}} | id",
        "{\"base\": \"EUR\", \"date\": \"2026-01-01\"}#{\"base\": \"EUR\", \"date\": \"2026-01-02\"} | date",
        "{\"sender\": {\"id\": 1, \"name\": \"n\"}, \"code\": \"c\"}#{\"sender\": {\"id\": 2, \"name\": \"m\"}, \"code\": \"d\"} | code",
        "{\"name\": \"n\", \"short\": \"AA\", \"near\": [\"BB\", \"CC\"]}#{\"name\": \"m\", \"short\": \"BB\", \"near\": [\"AA\"]}#{\"name\": \"o\", \"short\": \"CC\", \"near\": []} | short",
      })
  void theKeyOfTheRecordsIsWhatNamesThem(String lines, String key) {
    assertThat(Proposed.of("things", lines.replace('#', '\n')).key("things")).containsExactly(key);
  }

  @Test
  void severalColumnsTogetherAreChosenBeforeThePlaceInKafka() {
    Proposed proposed =
        Proposed.of(
            "readings",
            """
            {"device": "a", "at": "2026-01-01T00:00:00Z", "level": 1}
            {"device": "b", "at": "2026-01-01T00:00:00Z", "level": 2}
            {"device": "a", "at": "2026-01-01T01:00:00Z", "level": 3}
            """);

    assertThat(proposed.key("readings")).containsExactlyInAnyOrder("device", "at");
  }

  @Test
  void nothingThatMeasuresIsAKey() {
    Proposed proposed =
        Proposed.of(
            "hops",
            """
            {"delay": 1, "distance": 10}
            {"delay": 2, "distance": 10}
            {"delay": 1, "distance": 11}
            """);

    assertThat(proposed.key("hops")).containsExactly("record_partition", "record_offset");
  }

  @Test
  void numbersOfALineCountUnderTheirParent() {
    Proposed proposed =
        Proposed.of(
            "bills",
            """
            {"id": 1, "lines": [{"line_no": 1, "unit": "kg"}, {"line_no": 2, "unit": "kg"}]}
            {"id": 2, "lines": [{"line_no": 1, "unit": "kg"}]}
            """);

    assertThat(proposed.tables()).containsExactly("bills", "bill_line");
    assertThat(proposed.key("bill_line")).containsExactly("bill_id", "line_no");
  }

  @Test
  void numbersOfTheOnlyListMayBeginAnewInTheNext() {
    Proposed proposed =
        Proposed.of(
            "bills",
            """
            {"id": 1, "parts": [{"id": 1}, {"id": 2}]}
            {"id": 2, "parts": []}
            """);

    assertThat(proposed.key("bill_part")).containsExactly("bill_id", "id");
  }

  @Test
  void familyNamesDoNotTellPeopleApart() {
    Proposed proposed =
        Proposed.of(
            "trips",
            """
            {"id": 1, "people": [{"lastName": "A"}, {"lastName": "B"}]}
            {"id": 2, "people": [{"lastName": "A"}, {"lastName": "C"}, {"lastName": "B"}]}
            """);

    assertThat(proposed.key("trip_person")).containsExactly("trip_id", "position");
  }

  @Test
  void whatALinkLeadsToIsPartOfItsKey() {
    Proposed proposed =
        Proposed.of(
            "courses",
            """
            {"code": "c1", "places": [{"student": {"id": 1, "name": "Ada"}, "mark": 1}, {"student": {"id": 2, "name": "Bo"}, "mark": 2}, {"student": {"id": 3, "name": "Cy"}, "mark": 2}]}
            {"code": "c2", "places": [{"student": {"id": 1, "name": "Ada"}, "mark": 3}, {"student": {"id": 3, "name": "Cy"}, "mark": 3}]}
            """);

    assertThat(proposed.key("course_place")).containsExactly("course_code", "student_id");
  }

  @Test
  void parentsAndNeighboursReferToTheirOwnTable() {
    Proposed proposed =
        Proposed.of(
            "staff",
            """
            {"staff_id": 11, "manager_id": null}
            {"staff_id": 12, "manager_id": 11}
            {"staff_id": 13, "manager_id": 12}
            {"staff_id": 14, "manager_id": 13}
            """);

    assertThat(proposed.references("staff")).containsExactly("[manager_id] staff");
    assertThat(proposed.text()).contains("orphan = stub");
  }
}
