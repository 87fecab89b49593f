package io.assay.propose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Maps, arrays, wrapped values, names and types that are not plain. */
class OddShapesTest {

  @Test
  void codesAsNamesAreATableAndWhereTheirValuesAreTheSameADimension() {
    Proposed proposed =
        Proposed.of(
            "lands",
            """
            {"code": "L1", "tongues": {"deu": "German", "fra": "French"}, "prices": {"EUR": 1.5, "CHF": 2}}
            {"code": "L2", "tongues": {"deu": "German"}, "prices": {"EUR": 3, "CHF": 1}}
            {"code": "L3", "tongues": {"fra": "French"}, "prices": {"EUR": 3, "USD": 1}}
            """);

    assertThat(proposed.columns("tongue")).containsExactly("code", "name");
    assertThat(proposed.key("land_tongue")).containsExactly("land_code", "tongue_code");
    assertThat(proposed.columns("land_price")).containsExactly("land_code", "currency", "value");
  }

  @Test
  void manyMembersOfOneShapeAreRows() {
    StringBuilder members = new StringBuilder();
    for (char name = 'a'; name < 'j'; name++) {
      members.append(members.isEmpty() ? "" : ", ");
      members.append("\"side_%s\": {\"low\": 1, \"high\": 2}".formatted(name));
    }
    Proposed proposed =
        Proposed.of("boxes", "{\"id\": 1, \"sides\": {%s}}\n".formatted(members).repeat(2));

    assertThat(proposed.columns("box_side")).containsExactly("box_id", "name", "low", "high");
  }

  @Test
  void anObjectAroundTheRecordsIsToldOf() {
    String wrapped = "{\"count\": 2, \"results\": [{\"id\": 1}, {\"id\": 2}], \"links\": []}";

    assertThat(Proposed.of("answers", wrapped).text())
        .contains("holds a list of 2 objects. If these are the records: --each results,");
    assertThat(Proposed.of("answers", wrapped + "\n" + wrapped).text()).doesNotContain("--each");
  }

  @Test
  void coordinatesStayTogether() {
    Proposed proposed =
        Proposed.of(
            "spots",
            """
            {"id": 1, "at": [7.5, 50], "box": [1, 2, 3, 4]}
            {"id": 2, "at": [7, 51], "box": [1, 1, 3, 3]}
            """);

    assertThat(proposed.types("spots"))
        .containsExactly("id integer", "at double precision[]", "box integer[]");
  }

  @Test
  void wrappedValuesAreWhatIsInThem() {
    Proposed proposed =
        Proposed.of(
            "stays",
            """
            {"_id": {"$oid": "5a"}, "when": {"$date": {"$numberLong": "1700000000000"}}, "nights": {"$numberInt": "3"}}
            {"_id": {"$oid": "5b"}, "when": {"$date": {"$numberLong": "-1"}}, "nights": {"$numberInt": "2"}}
            """);

    assertThat(proposed.types("stays"))
        .containsExactly("id text", "the_when timestamp with time zone", "nights integer");
    assertThat(proposed.text()).contains("unit = millis");
  }

  @Test
  void namesThatSqlKnowsOrThatBecomeTheSameAreChanged() {
    Proposed proposed =
        Proposed.of(
            "order",
            """
            {"id": 1, "user": {"id": 1, "name": "Ada"}, "select": 1, "a b": 1, "A.B": 2, "@type": "x", "": 0, "9th": 1}
            {"id": 2, "user": {"id": 1, "name": "Ada"}, "select": 1, "a b": 1, "A.B": 2, "@type": "x", "": 0, "9th": 1}
            """);

    assertThat(proposed.tables()).containsExactly("users", "orders");
    assertThat(proposed.columns("orders"))
        .containsExactly("id", "user_id", "the_select", "a_b", "a_b_2", "type", "x_9th");
  }

  @Test
  void namesThatAreCutStayApart() {
    String member = "\"%s%s\": \"open\"";
    String longest = "a_very_long_name_of_a_member_".repeat(4);
    String line =
        "{\"id\": %d, "
            + member.formatted(longest, 1)
            + ", "
            + member.formatted(longest, 2)
            + "}\n";
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append(line.formatted(i));
    }
    Proposed proposed = Proposed.of("things", lines.toString());

    assertThat(proposed.columns("things")).hasSize(3).doesNotHaveDuplicates();
    assertThat(proposed.text().split("one-of")).hasSize(3);
  }

  @Test
  void typesHaveRoomForWhatIsToCome() {
    Proposed proposed =
        Proposed.of(
            "sales",
            """
            {"id": 12345678901, "price": 5, "level": 1.5, "paid": "2.50", "created_at": 1700000000, "open": "true", "zip": "01234", "huge": 12345678901234567890123, "mixed": 1}
            {"id": 12345678902, "price": 6, "level": 2, "paid": "3.00", "created_at": 1700000001, "open": "false", "zip": "01235", "huge": 1, "mixed": "a"}
            """);

    assertThat(proposed.types("sales"))
        .containsExactly(
            "id bigint",
            "price numeric(18,4)",
            "level double precision",
            "paid numeric(18,4)",
            "created_at timestamp with time zone",
            "open boolean",
            "zip text",
            "huge numeric(38,0)",
            "mixed text");
  }

  @Test
  void declaredTypesAreTaken() {
    Sample json = SampleFile.read("t", "test", "{\"id\": 1, \"no\": 5, \"more\": {\"a\": 1}}", "");
    Declared declared =
        new Declared(
            "avro", Map.of(List.of("id"), "bigint", List.of("no"), "text", List.of("more"), "map"));
    Proposed proposed =
        Proposed.of(
            new Sample(json.topic(), json.origin(), json.records(), json.unreadable(), declared));

    assertThat(proposed.text()).contains("format = avro");
    assertThat(proposed.types("t")).containsExactly("id bigint", "no text");
    assertThat(proposed.columns("t_more")).containsExactly("t_id", "name", "value");
  }

  @Test
  void keysOfSeveralMembersAreTheKey() {
    Sample sample =
        new Sample(
            "stock",
            "a test",
            List.of(
                SampleFile.read(
                        "{\"shop\": 1, \"sku\": \"a\"}".getBytes(StandardCharsets.UTF_8),
                        "{\"sku\": \"a\", \"shop\": 1, \"n\": 3, \"code\": \"q\"}"
                            .getBytes(StandardCharsets.UTF_8))
                    .orElseThrow(),
                SampleFile.read(
                        "{\"shop\": 2, \"sku\": \"a\"}".getBytes(StandardCharsets.UTF_8),
                        "{\"sku\": \"a\", \"shop\": 2, \"n\": 4, \"code\": \"r\"}"
                            .getBytes(StandardCharsets.UTF_8))
                    .orElseThrow()),
            0);

    assertThat(Proposed.of(sample).key("stock")).containsExactly("shop", "sku");
  }
}
