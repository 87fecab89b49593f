package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.file.PipelineFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which rows belong to a record. */
class OwnershipTest {
  private static RecordKind kind(String tables) {
    return PipelineFile.parse(
            "test.conf",
            """
            pipeline = test
            source { topics = [a], format = json }
            records {
              k {
                fields {
                  id { from = id, type = text }
                  friend { from = friend, type = text }
                  names { from = names, type = "text[]" }
                  lines {
                    from = lines, type = list
                    fields { no { from = no, type = text }, parts { from = parts, type = list, fields { no { from = no, type = text } } } }
                  }
                }
                root = person
                tables {
                  person { key = [id], columns { id = id } }
                  %s
                }
              }
            }
            """
                .formatted(tables),
            Map.of())
        .kind("k");
  }

  @Test
  void elementsThatLeadToTheirRecordAreOwned() {
    RecordKind kind =
        kind(
            "name { each = names, key = [id, name], columns { id = id, name = names }, references { person { columns = [id] } } }");

    assertThat(Ownership.of(kind).owner("name")).map(Table.Reference::name).contains("person");
    assertThat(kind.table("name").orElseThrow().keep()).isEqualTo(Table.Keep.NEWEST);
    assertThat(kind.table("name").orElseThrow().references().get(0).onDelete())
        .isEqualTo(Table.OnDelete.CASCADE);
  }

  @Test
  void elementsThatLeadNowhereAreADimension() {
    RecordKind kind = kind("name { each = names, key = [name], columns { name = names } }");

    assertThat(Ownership.of(kind).isEmpty()).isTrue();
    assertThat(kind.table("name").orElseThrow().keep()).isEqualTo(Table.Keep.FIRST);
  }

  @Test
  void oneRowForTheRootRowIsOwned() {
    RecordKind kind =
        kind(
            "extra { key = [id], columns { id = id, friend = friend }, references { person { columns = [id] } } }");

    assertThat(Ownership.of(kind).owns("extra")).isTrue();
  }

  @Test
  void rowsThatGatherOverVersionsAreNotOwned() {
    RecordKind kind =
        kind(
            "met { key = [id, friend], columns { id = id, friend = friend }, references { person { columns = [id] } } }");

    assertThat(Ownership.of(kind).owns("met")).isFalse();
  }

  @Test
  void theReferenceToTheRecordItselfOwns() {
    RecordKind kind =
        kind(
            "knows { each = names, key = [id, other], columns { id = id, other = names }, references { other { table = person, columns = [other] }, person { columns = [id] } } }");

    assertThat(Ownership.of(kind).owner("knows")).map(Table.Reference::name).contains("person");
  }

  @Test
  void grandchildrenAreOwnedThroughASurrogateKey() {
    RecordKind kind =
        kind(
            """
            line { each = lines, key = [key], columns { key { sql = "concat(id, '-', _index)", type = text }, id = id }, references { person { columns = [id] } } }
            part { each = lines.parts, key = [line, no], columns { line { sql = "concat(id,  '-', lines._index)", type = text }, no = "parts.no" }, references { line { columns = [line] } } }
            """);

    assertThat(Ownership.of(kind).wayToRoot("part"))
        .extracting(Table.Reference::table)
        .containsExactly("line", "person");
    assertThat(kind.tables()).extracting(Table::name).containsExactly("person", "line", "part");
  }

  @Test
  void anOwnedTableComesAfterItsOwnerAlsoInACircle() {
    RecordKind kind =
        PipelineFile.parse(
                "test.conf",
                """
                pipeline = test
                source { topics = [a], format = json }
                records {
                  k {
                    fields { id { from = id, type = text }, head { from = head, type = text }, names { from = names, type = "text[]" } }
                    root = team
                    tables {
                      team { key = [id], columns { id = id, head = head }, references { head { table = member, columns = [id, head] } } }
                      member { each = names, key = [id, name], columns { id = id, name = names }, references { team { columns = [id] } } }
                    }
                  }
                }
                """,
                Map.of())
            .kind("k");

    assertThat(kind.tables()).extracting(Table::name).isEqualTo(List.of("team", "member"));
  }

  @Test
  void rowsThatBelongToTheRecordsOfOneKindAreNotFilledByAnother() {
    assertThatThrownBy(
            () ->
                PipelineFile.parse(
                    "test.conf",
                    """
                    pipeline = test
                    source { topics = [a], format = json }
                    records {
                      team {
                        when = "_key is null"
                        fields { id { from = id, type = text }, names { from = names, type = "text[]" } }
                        root = team
                        tables {
                          team { key = [id], columns { id = id } }
                          member { each = names, key = [id, name], columns { id = id, name = names }, references { team { columns = [id], on-delete = cascade } } }
                        }
                      }
                      joined {
                        fields { id { from = id, type = text }, name { from = name, type = text } }
                        tables { member { key = [id, name], columns { id = id, name = name }, references { team { columns = [id], on-delete = cascade } } } }
                      }
                    }
                    """,
                    Map.of()))
        .hasMessageContaining(
            "records.joined.tables.member: its rows belong to the records of the kind team, but not in the same way to those of joined. Fill it the same way in both kinds, or fill two tables.");
  }
}
