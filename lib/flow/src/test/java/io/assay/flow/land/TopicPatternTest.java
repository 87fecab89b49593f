package io.assay.flow.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.kafka.TestKafka;
import io.assay.flow.retry.Retries;
import io.assay.model.AssayException;
import io.assay.model.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.apache.spark.sql.streaming.Trigger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics by a pattern: those that are there, and those that come. */
class TopicPatternTest {
  private static final LandOptions LATEST =
      new LandOptions(
          Trigger.AvailableNow(), 1_000_000, Starting.LATEST, OnDataLoss.FAIL, Retries.PATIENT);

  private final TestKafka kafka = TestKafka.shared();
  private final String prefix = "p" + UUID.randomUUID().toString().substring(0, 8);
  private final Topics topics = new Topics.Matching(prefix + "\\.[a-z]+");
  @TempDir Path lake;

  @Test
  void allTopicsThatMatchAsAWholeAreLanded() throws Exception {
    topic("a", "a0");
    topic("b", "b0");
    topic("b.old", "no");
    LandRun run = new LandRun(lake, topics);

    run.landAll();

    assertThat(run.values()).containsExactly("a0", "b0");
  }

  @Test
  void aTopicThatComesWhileLandRunsIsLandedFromItsBeginning() throws Exception {
    topic("a", "a0");
    LandRun run = new LandRun(lake, topics);
    LandOptions often =
        new LandOptions(
            Trigger.ProcessingTime(100),
            1_000_000,
            Starting.LATEST,
            OnDataLoss.FAIL,
            Retries.PATIENT);

    try (LandQuery query = run.start(often)) {
      topic("b", "b0", "b1");
      long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (run.counted() < 2 && System.nanoTime() < end) {
        assertThat(LandRun.ended(query.queries().get(0), 100)).isFalse();
      }
      query.queries().get(0).stop();
    }

    assertThat(run.values()).containsExactly("b0", "b1");
  }

  @Test
  void aTopicThatComesBetweenTwoStartsIsLandedFromItsBeginning() throws Exception {
    topic("a", "a0");
    LandRun run = new LandRun(lake, topics);
    run.landAll(LATEST);
    topic("b", "b0");
    kafka.send(prefix + ".a", 0, "a1");

    run.landAll(LATEST);

    assertThat(run.values()).containsExactly("a1", "b0");
  }

  @Test
  void aPatternThatMatchesNothingIsTold() {
    LandRun run = new LandRun(lake, topics);

    Assertions.assertThatThrownBy(run::landAll)
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.EXTERNAL))
        .hasMessageContaining("No topic at ")
        .hasMessageContaining(" matches " + prefix + "\\.[a-z]+. Create one");
  }

  private void topic(String name, String... values) {
    kafka.create(prefix + "." + name, 1);
    kafka.send(prefix + "." + name, 0, values);
  }
}
