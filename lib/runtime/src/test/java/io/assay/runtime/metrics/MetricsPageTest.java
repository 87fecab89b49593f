package io.assay.runtime.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about metrics names those that there are, with their types. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("../../docs/metrics.md");

  @Test
  void namesEveryMetricWithItsType() throws IOException {
    assertThat(matches("(?m)^\\| `(\\w+)` \\| (\\w+)", Files.readString(PAGE)))
        .isEqualTo(
            matches("(?m)^# TYPE (\\w+) (\\w+)", exposed()).stream()
                .map(line -> line.replace("assay_build_info gauge", "assay_build_info info"))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** With a value of each; without one a metric is not shown. */
  private static String exposed() throws IOException {
    JobMetrics metrics = new JobMetrics("shop");
    metrics.records("orders", "kafka", "raw", 1);
    metrics.rows("orders", "inserted", 1);
    metrics.findings("order", "present", 1);
    metrics.alert("breaker", "rejected", "fail");
    metrics.committed("refine", Instant.EPOCH);
    metrics.progressed("refine", Instant.EPOCH);
    metrics.newestRecord("refine", "orders", Instant.EPOCH);
    metrics.breakerOpen("rejected", "fail");
    metrics.lag("refine", "orders", 0, 1);
    metrics.read("refine", 1);
    metrics.phase("refine", "addBatch", 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    return out.toString(UTF_8);
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(line -> line.replaceAll("^# TYPE |[|`]", "").strip().replaceAll("\\s+", " "))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
