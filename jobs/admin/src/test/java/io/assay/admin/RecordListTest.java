package io.assay.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.postgres.Coordinates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordListTest {
  @Test
  void recordsAreNamedOneByOneAndInRanges() {
    assertThat(RecordList.parse("a.b/0/11, c_d/2/7-9"))
        .extracting(Coordinates::toString)
        .containsExactly("a.b-0@11", "c_d-2@7", "c_d-2@8", "c_d-2@9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/0", "a/0/x", "a/0/1,", "a/0/1-", "a//1"})
  void whatNamesNoRecordIsToldWithAnExample(String text) {
    assertThatThrownBy(() -> RecordList.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not name a record; write it like fabrication/0/11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/0/9-8", "a/0/0-100000"})
  void aRangeIsNeitherBackwardsNorEndless(String text) {
    assertThatThrownBy(() -> RecordList.parse(text))
        .hasMessageContaining("is no range of at most 100000 records");
  }
}
