package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void aWorkloadIsFoundByItsName() {
    assertThat(Workload.named("nested")).isInstanceOf(Nested.class);
  }

  @Test
  void anUnknownNameIsToldWithThoseThereAre() {
    assertThatThrownBy(() -> Workload.named("flit"))
        .hasMessageContaining("'flit'")
        .hasMessageContaining("flat, chain, nested");
  }

  @Test
  void theHelpTextNamesEveryWorkload() throws IOException {
    String help = Files.readString(Path.of("..", "..", "submit", "bench"));

    assertThat(Workload.all())
        .allSatisfy(each -> assertThat(help).contains("\n    " + each.name()));
  }
}
