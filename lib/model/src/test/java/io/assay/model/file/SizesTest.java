package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes with their unit. */
class SizesTest {
  @ParameterizedTest
  @CsvSource({"500 kB, 500000", "128MB, 128000000", "1 GB, 1000000000"})
  void aNumberAndAUnitAreASize(String text, long bytes) {
    assertThat(Sizes.parse(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "128", "MB", "-1 MB", "1.5 GB", "1 MiB", "1 mb"})
  void anythingElseIsNone(String text) {
    assertThat(Sizes.parse(text)).isEmpty();
  }

  @Test
  void textIsASizeAgain() {
    assertThat(Sizes.parse(Sizes.text(128_000_000))).contains(128_000_000L);
  }
}
