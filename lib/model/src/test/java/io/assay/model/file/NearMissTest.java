package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody may have meant. */
class NearMissTest {
  @ParameterizedTest
  @CsvSource({
    "name, name, 0",
    "nme, name, 1",
    "naame, name, 1",
    "nane, name, 1",
    "nmae, name, 1",
    "item-id, item_id, 0",
    "Name, name, 0",
    "abc, xyz, 3",
    "'', abc, 3"
  })
  void distanceCountsLettersToInsertDropChangeOrSwap(String one, String other, int distance) {
    assertThat(NearMiss.distance(one, other)).isEqualTo(distance);
  }

  @Test
  void theNearestNameIsSuggested() {
    assertThat(NearMiss.sentence("coloumns", List.of("column", "columns", "key")))
        .isEqualTo("Did you mean columns?");
  }

  @Test
  void allNamesAreListedWhereNoneIsNear() {
    assertThat(NearMiss.sentence("x", List.of("columns", "key")))
        .isEqualTo("Choose from columns, key.");
  }

  @Test
  void nothingIsSuggestedWhereThereIsNothing() {
    assertThat(NearMiss.sentence("x", List.of())).isEqualTo("There is none to choose from.");
  }
}
