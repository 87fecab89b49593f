package io.assay.flow.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.runtime.option.Arguments;
import io.assay.runtime.option.CommandLine;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

class LandOptionsTest {
  private static Arguments arguments(String... given) {
    return LandOptions.declare(CommandLine.named("land", "Lands"))
        .build()
        .parse(given, new PrintStream(PrintStream.nullOutputStream()))
        .orElseThrow();
  }

  private static Trigger every(long millis) {
    return Trigger.ProcessingTime(millis, TimeUnit.MILLISECONDS);
  }

  @Test
  void landsMoreOftenWhereSomebodyWaitsForIt() {
    assertThat(LandOptions.of(arguments()).trigger()).isEqualTo(every(1000));
    assertThat(LandOptions.ofAwaited(arguments()).trigger()).isEqualTo(every(500));
  }

  @Test
  void landsAsOftenAsTheUserSays() {
    Arguments arguments = arguments("--interval", "3s");

    assertThat(LandOptions.of(arguments).trigger()).isEqualTo(every(3000));
    assertThat(LandOptions.ofAwaited(arguments).trigger()).isEqualTo(every(3000));
  }
}
