package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts, tried on made-up series by Prometheus' own tool. */
class AlertsTest {
  @Test
  void eachAlertIsRaisedByWhatItIsForAndNotOtherwise(@TempDir Path folder) throws IOException {
    Path promtool = Programs.obtain("promtool", "prometheus");
    Manifest alerts = Deployment.of("prod").the("PrometheusRule", "assay");
    new ObjectMapper().writeValue(folder.resolve("alerts.yaml").toFile(), alerts.at("/spec"));
    Path test = folder.resolve("alerts-test.yaml");
    try (InputStream in = AlertsTest.class.getResourceAsStream("alerts-test.yaml")) {
      Files.copy(in, test);
    }

    assertThat(Programs.run(List.of(promtool.toString(), "test", "rules", test.toString())))
        .contains("SUCCESS");
    assertThat(Files.readString(test))
        .contains(
            alerts.json().findValuesAsText("alert").stream()
                .map(name -> "alertname: " + name)
                .toArray(String[]::new));
  }
}
