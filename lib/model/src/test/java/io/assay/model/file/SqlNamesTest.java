package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Field;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names in an expression, and the order of fields that follows from them. */
class SqlNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "upper(name)|name",
        "a + `b c`|a,b c",
        "concat('name', other)|other",
        "'it''s name' + x|x",
        "'a\\'name' + x|x",
        "NAME = 1|name",
        "item.member|item",
        "name (1)|~~"
      })
  void namesAreThoseThatCanBeColumns(String sql, String names) {
    Set<String> expected = names.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(names.split(",")));

    assertThat(SqlNames.in(sql)).isEqualTo(expected);
  }

  @Test
  void aComputedFieldStandsAfterTheFieldsThatItUses() {
    Example example =
        Example.of("minimal-pipeline.conf")
            .with(
                "id { from = id, type = text }",
                "b { sql = \"upper(a)\", type = text }, a { sql = \"lower(id)\", type = text }, id { from = id, type = text }");

    assertThat(example.pipeline().kind("order").fields())
        .extracting(Field::name)
        .containsExactly("id", "a", "b");
  }
}
