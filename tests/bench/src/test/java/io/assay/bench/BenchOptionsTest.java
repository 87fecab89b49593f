package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

  @Test
  void withoutOptionsTheWorkloadDecides() {
    BenchOptions options = BenchOptions.parse();

    assertThat(options.workload()).isEqualTo("flat");
    assertThat(options.records()).isEmpty();
    assertThat(options.runs()).isEmpty();
    assertThat(options.json()).isEmpty();
  }

  @Test
  void whatFollowsTwoHyphensIsForSpark() {
    BenchOptions options =
        BenchOptions.parse("--records", "10", "--json", "a.json", "--", "--master", "local[1]");

    assertThat(options.records()).hasValue(10);
    assertThat(options.json()).contains(Path.of("a.json"));
    assertThat(options.sparkArguments()).containsExactly("--master", "local[1]");
  }

  @Test
  void sizesAreSeparatedByCommas() {
    assertThat(BenchOptions.parse("--stored-rows", "10,20").storedRows()).containsExactly(10L, 20L);
    assertThatThrownBy(() -> BenchOptions.parse("--stored-rows", "10,,20"))
        .hasMessageContaining("--stored-rows");
  }

  @Test
  void anUnknownWorkloadIsNamedWithThoseThereAre() {
    assertThatThrownBy(() -> BenchOptions.parse("--workload", "flit"))
        .hasMessageContaining("'flit'")
        .hasMessageContaining("flat");
  }

  @Test
  void anUnknownOptionIsNamed() {
    assertThatThrownBy(() -> BenchOptions.parse("--recods", "10")).hasMessageContaining("--recods");
  }

  @Test
  void aCountIsAboveZero() {
    assertThatThrownBy(() -> BenchOptions.parse("--runs", "0")).hasMessageContaining("--runs");
  }
}
