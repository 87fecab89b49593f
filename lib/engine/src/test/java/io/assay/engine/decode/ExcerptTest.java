package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void controlCharactersAndHalvesOfPairsAreEscaped() {
    assertThat(Excerpt.of("a\nb\tc\rd\u0000\u001b[1m\u202e\ud83d\u2028é😀"))
        .isEqualTo("a\\nb\\tc\\rd\\u0000\\u001b[1m\\u202e\\ud83d\\u2028é😀");
  }

  @Test
  void longTextsAreCutToTwoHundredCodePoints() {
    assertThat(Excerpt.of("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(Excerpt.of("x".repeat(201))).isEqualTo("x".repeat(199) + "…");
    String faces = Excerpt.of("😀".repeat(300));
    assertThat(faces).isEqualTo("😀".repeat(199) + "…");
    assertThat(Excerpt.of("\u0000".repeat(300)).length()).isLessThanOrEqualTo(200);
  }
}
