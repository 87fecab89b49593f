package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crash test, in short; docs/crash-test.md has a long one. */
class CrashTestIT {
  private static final int FAULTS = 5;

  @TempDir Path directory;

  @Test
  void faultsLoseNothingAndDoubleNothing() throws IOException {
    Path figures = directory.resolve("figures.json");
    Outcome outcome =
        AssayCommand.run(
            "crashtest",
            "--faults",
            Integer.toString(FAULTS),
            "--seed",
            "349",
            "--only",
            "orders",
            "--json",
            figures.toString());

    assertThat(outcome.status()).as(outcome.output() + outcome.errors()).isZero();
    JsonNode json = new ObjectMapper().readTree(figures.toFile());
    assertThat(json.path("faults").asInt()).isEqualTo(FAULTS);
    assertThat(json.path("records").asInt()).isGreaterThan(1000);
    for (String count : new String[] {"lost", "duplicated", "different", "left"}) {
      assertThat(json.path(count).asInt(-1)).as(count).isZero();
    }
  }
}
