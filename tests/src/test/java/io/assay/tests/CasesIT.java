package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code test}: the cases beside a pipeline. */
class CasesIT {
  private final TestEnvironment environment = TestEnvironment.create("cases");
  @TempDir Path folder;

  @Test
  void theCasesOfTheShippedPipelinePass() {
    Outcome outcome = environment.run("test", "manufacturing");

    assertThat(outcome.status()).as(outcome.output() + outcome.errors()).isZero();
    assertThat(outcome.output()).contains("6 of 6 cases of manufacturing pass");
  }

  @Test
  void aCaseThatDoesNotHoldIsToldWithItsDifferences() throws IOException {
    Path cases =
        Files.writeString(
            folder.resolve("wrong.cases.conf"),
            """
            cases { wrong {
              batches = [ { records = [ { topic = fabrication, key = T1, text = "no json" } ] } ]
              expect {
                tables { item = [ { item_id = T1 } ] }
                quarantine = [ { record = "fabrication/0/0", rules = [present] } ]
                counts { applied = 1 }
              }
            } }
            """);

    Outcome outcome = environment.run("test", "manufacturing", "--cases", cases.toString());

    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.output())
        .contains("FAIL wrong")
        .contains("item: no row {item_id=T1}")
        .contains("quarantine: fabrication/0/0 fails [decode], expected [present]")
        .contains("counts: applied is 0, expected 1")
        .contains("0 of 1 cases of manufacturing pass");
  }
}
