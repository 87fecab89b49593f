package io.assay.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void controlCharactersAreEscaped() {
    assertThat(Printable.of("a\nb\r\tc\u001b[31mred\u0000"))
        .isEqualTo("a\\nb\\r\\tc\\u001b[31mred\\u0000");
  }

  @Test
  void charactersThatTurnTheLineAroundAreEscaped() {
    assertThat(Printable.of("\u202etxt.exe\u2028")).isEqualTo("\\u202etxt.exe\\u2028");
  }

  @Test
  void halvesOfSurrogatePairsAreEscaped() {
    assertThat(Printable.of("x\ud83e")).isEqualTo("x\\ud83e");
  }

  @Test
  void othersStayAsTheyAre() {
    assertThat(Printable.of("Größe 🧲 '; drop table item; --"))
        .isEqualTo("Größe 🧲 '; drop table item; --");
  }

  @Test
  void longBytesAreNotCutInsideOfACharacter() {
    String text = "x" + "ü".repeat(400);

    String shown = RawRecordText.shown(text.getBytes(StandardCharsets.UTF_8));

    assertThat(shown).isEqualTo("x" + "ü".repeat(299) + " … (801 bytes)");
  }

  @Test
  void bytesThatAreNoTextAreShownAsHexadecimalDigits() {
    assertThat(RawRecordText.shown(new byte[] {(byte) 0xff, 0x10})).isEqualTo("0xff10");
  }
}
