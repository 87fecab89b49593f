package io.assay.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.crash.job.Lake;
import org.junit.jupiter.api.Test;

class CrashOptionsTest {

  @Test
  void faultsAndSeedHaveDefaults() {
    CrashOptions options = CrashOptions.parse();

    assertThat(options.faults()).isEqualTo(20);
    assertThat(options.seed()).isEqualTo(1);
    assertThat(options.json()).isEmpty();
  }

  @Test
  void anUnknownOptionIsNamed() {
    assertThatThrownBy(() -> CrashOptions.parse("--fault", "3")).hasMessageContaining("--fault'");
  }

  @Test
  void aPipelineIsOneOfTheTwo() {
    assertThat(CrashOptions.parse("--only", "orders").only()).contains("orders");
    assertThatThrownBy(() -> CrashOptions.parse("--only", "order"))
        .hasMessage("--only is one of flat, orders, not 'order'");
  }

  @Test
  void aLakeIsLocalUnlessSaidOtherwise() {
    assertThat(CrashOptions.parse().lake()).isEqualTo(Lake.Kind.LOCAL);
    assertThat(CrashOptions.parse("--lake", "s3").lake()).isEqualTo(Lake.Kind.S3);
    assertThatThrownBy(() -> CrashOptions.parse("--lake", "S3"))
        .hasMessage("--lake is one of local, hdfs, s3, not 'S3'");
  }

  @Test
  void aNumberIsANumber() {
    assertThatThrownBy(() -> CrashOptions.parse("--seed", "one"))
        .hasMessage("--seed is a whole number, not 'one'");
  }
}
