package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names found in data become names of fields. */
class IdentifiersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "orderStatus > order_status",
        "'orderStatus:' > order_status",
        "'Order  Status' > order_status",
        "HTTPServerName > http_server_name",
        "sha256 > sha256",
        "line2Text > line2_text",
        "Straßenname > stra_udf_enname",
        "Café > cafe",
        "'2nd' > f_2nd",
        "assay_batch > f_assay_batch",
        "True > f_true",
        "'\"; drop table x' > drop_table_x",
        "'🙂' > f",
        "имя > u438_u43c_u44f",
      })
  void aNameBecomesAnIdentifier(String name, String identifier) {
    assertThat(Identifiers.of(name)).isEqualTo(identifier).matches("[a-z][a-z0-9_]*");
  }

  @Test
  void aLongNameIsCutAndStaysItsOwn() {
    String one = Identifiers.of("a".repeat(70) + "1");
    String other = Identifiers.of("a".repeat(70) + "2");

    assertThat(one).hasSize(Identifiers.LONGEST).isNotEqualTo(other);
  }

  @Test
  void namesKeepTheirOrder() {
    assertThat(Identifiers.of(List.of("b B", "aA")))
        .containsExactly(java.util.Map.entry("b B", "b_b"), java.util.Map.entry("aA", "a_a"));
  }

  @Test
  void peerBug22ACollisionIsRefusedWithBothNames() {
    assertThatThrownBy(() -> Identifiers.of(List.of("orderStatus", "id", "orderStatus:")))
        .isInstanceOfSatisfying(
            AssayException.class,
            refused -> assertThat(refused.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("'orderStatus' and 'orderStatus:' both become order_status");
  }
}
