package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.assay.model.file.KeyTracker.Repeated;
import io.assay.model.file.SpreadText.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HOCON on more lines, and the way back. */
class SpreadTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 1, b { c = [1, 2], d = \"x, {y\" }",
        "a = \"\"\"one, { \"two\"\nthree\"\"\"\", b = 2",
        "a = 1 # one, two {\nb = 2 // [three,",
        "base { x = 1 }\na = ${base} { y = 2 }\nb = [1] [2, 3]\nc = ${?NONE}",
        "{ \"a b\" : { c : \"\\\"{\" } }",
        "a += 1\na += 2",
        "a = 1\r\nb { c = 2, d = 3 }\r\n"
      })
  void theMeaningIsTheSame(String hocon) {
    assertThat(ConfigFactory.parseString(new SpreadText(hocon).text()).resolve().root())
        .isEqualTo(ConfigFactory.parseString(hocon).resolve().root());
  }

  @Test
  void everyKeyHasALineOfItsOwn() {
    assertThat(new SpreadText("a { b = 1, c = 2 }").text().lines())
        .containsExactly("a {", " b = 1,", " c = 2 }");
  }

  @Test
  void aLineLeadsBackToTheLineAsWritten() {
    SpreadText spread = new SpreadText("a = 1\nb { c = 2, d = 3 }\ne = 4");

    assertThat(spread.written(1)).isEqualTo(1);
    assertThat(spread.written(4)).isEqualTo(2);
    assertThat(spread.written(5)).isEqualTo(3);
  }

  @Test
  void valuesThatAreNeededAreThoseThatAreNotOptional() {
    SpreadText spread = new SpreadText("a = ${X}\nb = ${?Y}\nc = \"${Z}\" # ${Q}\nd = ${ let.w }");

    assertThat(spread.needed()).containsExactly(new Needed("X", 1), new Needed("let.w", 4));
  }

  @Test
  void aKeyThatStandsTwiceIsFound() {
    SpreadText spread = new SpreadText("a {\n b { c = 1 }\n d = [{ x = 1 }, { x = 2 }]\n b { }\n}");

    assertThat(spread.repeated()).containsExactly(new Repeated("a.b", 4, 2));
  }

  @Test
  void aKeyThatIsReplacedOrExtendedOnPurposeIsNotRepeated() {
    SpreadText spread = new SpreadText("a = 1\na = ${?A}\nb = [1]\nb += 2\nc { }\nc = ${c} { }");

    assertThat(spread.repeated()).isEmpty();
  }

  @Test
  void aBraceThatIsNeverClosedIsFound() {
    assertThat(new SpreadText("a = 1\nb {\n c = \"}\" # }\n").unclosed()).contains(2);
  }

  @Test
  void closedBracesAreNotFound() {
    assertThat(new SpreadText("a { b = [1, { }] }").unclosed()).isEmpty();
  }
}
