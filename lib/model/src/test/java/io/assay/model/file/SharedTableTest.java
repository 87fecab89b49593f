package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Table;
import org.junit.jupiter.api.Test;

/** Two kinds of records that fill one table. */
class SharedTableTest {
  private static final Example SHARED =
      new Example(
          "shared.conf",
          """
          pipeline = shared
          source { topics = [a], format = json }
          records {
            one {
              when = "_offset < 10"
              fields { id { from = id, type = text }, n { from = n, type = integer }, at { from = at, type = date } }
              sequence = n
              root = thing
              tables {
                place { key = [name], columns { name = id } }
                thing { key = [id], columns { id = id, n = n } }
              }
            }
            two {
              fields { id { from = id, type = text }, n { from = n, type = integer }, at { from = at, type = date } }
              sequence = n
              root = thing
              tables {
                thing { key = [id], columns { n = n, id = id } }
                place { key = [name], columns { name = id } }
              }
            }
          }
          """);
  private static final String SECOND = "columns { n = n, id = id }";
  private static final String REMEDY = " Make both the same, or give the tables different names.";

  @Test
  void theTableStandsOnceInThePipeline() {
    assertThat(SHARED.pipeline().tables())
        .extracting(Table::name)
        .containsExactly("place", "thing");
  }

  @Test
  void bothHaveOneKey() {
    assertThat(SHARED.with("key = [id], " + SECOND, "key = [n, id], " + SECOND).pipelineFault())
        .isEqualTo(
            "shared.conf:19: records.two.tables.thing: has another key than in the kind one, which fills it too."
                + REMEDY);
  }

  @Test
  void bothHaveOneSetOfColumns() {
    assertThat(SHARED.with(SECOND, "columns { n = n, id = id, more = at }").pipelineFault())
        .isEqualTo(
            "shared.conf:19: records.two.tables.thing: has other columns (more) than in the kind one, which fills it too."
                + REMEDY);
  }

  @Test
  void bothHaveTheSameTypes() {
    assertThat(SHARED.with(SECOND, "columns { n = at, id = id }").pipelineFault())
        .isEqualTo(
            "shared.conf:19: records.two.tables.thing: has other types, symbols, not-null or was than in the kind one, which fills it too."
                + REMEDY);
  }

  @Test
  void bothHaveTheSameReferences() {
    assertThat(
            SHARED
                .with(SECOND, SECOND + ", references { place { columns = [id] } }")
                .pipelineFault())
        .isEqualTo(
            "shared.conf:19: records.two.tables.thing: has other references than in the kind one, which fills it too."
                + REMEDY);
  }

  @Test
  void bothKeepTheSameVersion() {
    assertThat(
            SHARED
                .with("place { key = [name],", "place { keep = newest, key = [name],")
                .pipelineFault())
        .isEqualTo(
            "shared.conf:20: records.two.tables.place: keeps another version (keep) than in the kind one, which fills it too."
                + REMEDY);
  }

  @Test
  void bothHaveSequencesOfOneType() {
    assertThat(SHARED.with("sequence = n", "sequence = at").pipelineFaults())
        .containsExactly(
            "shared.conf:16: records.two.sequence: the kind one fills the table place too, and its sequence is of type date. Kinds that fill one table have sequences of one type.",
            "shared.conf:16: records.two.sequence: the kind one fills the table thing too, and its sequence is of type date. Kinds that fill one table have sequences of one type.");
  }

  @Test
  void rootsAreComparedInOneWay() {
    assertThat(SHARED.with("sequence = n", "").pipelineFault())
        .isEqualTo(
            "shared.conf:16: records.two.sequence: the kind one fills the table thing too, and its sequence is none. Kinds that fill one table have sequences of one type.");
  }

  @Test
  void aTableIsNotNamedLikeTheKeyOfAnother() {
    assertThat(
            SHARED
                .with("tables {", "tables { thing_pkey { key = [x], columns { x = id } }")
                .pipelineFault())
        .isEqualTo(
            "shared.conf:9: records.one.tables.thing_pkey: a name that PostgreSQL gives to the key of the table thing. Choose another one.");
  }
}
