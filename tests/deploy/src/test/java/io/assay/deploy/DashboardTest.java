package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard as it is written; ObservedRunIT asks a real Prometheus what is in it. */
class DashboardTest {
  private static final String FILE = "conf/grafana/assay.json";

  private final JsonNode dashboard = read();

  @Test
  void everyMetricOfThePageIsInTheDashboardAndNoOther() {
    assertThat(names("\\bassay_\\w+", String.join("\n", dashboard.findValuesAsText("expr"))))
        .isEqualTo(
            summaries(names("(?m)(?<=^\\| `)assay_\\w+", Repository.text("docs/metrics.md"))));
  }

  /** A summary is two series. */
  private static Set<String> summaries(Set<String> metrics) {
    Set<String> series = new TreeSet<>(metrics);
    if (series.remove("assay_batch_duration_seconds")) {
      series.addAll(
          List.of("assay_batch_duration_seconds_count", "assay_batch_duration_seconds_sum"));
    }
    return series;
  }

  @Test
  void everyQueryAsksTheChosenPrometheusAboutTheChosenPipelines() {
    for (JsonNode target : targets()) {
      String expression = target.path("expr").asText();
      assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      assertThat(Pattern.compile("\\bassay_\\w+\\{").matcher(expression).results().count())
          .as(expression)
          .isEqualTo(expression.split("pipeline=~\"\\$pipeline\"", -1).length - 1)
          .isEqualTo(Pattern.compile("\\bassay_\\w+").matcher(expression).results().count());
    }
  }

  @Test
  void panelsHaveNumbersAndPlacesOfTheirOwn() {
    List<Integer> ids = new ArrayList<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      ids.add(panel.path("id").asInt());
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          String cell = (at.path("x").asInt() + x) + "/" + (at.path("y").asInt() + y);
          assertThat(cells.add(cell)).as(panel.path("title").asText() + " at " + cell).isTrue();
        }
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void environmentsWithMonitoringHaveItWhereGrafanaLooksForIt() {
    Manifest rendered = Deployment.of("prod").the("ConfigMap", "assay-dashboard");

    assertThat(rendered.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    assertThat(rendered.texts("/data")).containsEntry("assay.json", Repository.text(FILE));
  }

  private List<JsonNode> targets() {
    List<JsonNode> targets = new ArrayList<>();
    dashboard.findValues("targets").forEach(each -> each.forEach(targets::add));
    return targets;
  }

  private static Set<String> names(String pattern, String text) {
    Set<String> names = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Repository.text(FILE));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
