package io.assay.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.spark.sql.streaming.StreamingQueryListener.QueryIdleEvent;
import org.apache.spark.sql.streaming.StreamingQueryListener.QueryStartedEvent;
import org.apache.spark.sql.streaming.StreamingQueryListener.QueryTerminatedEvent;
import org.junit.jupiter.api.Test;
import scala.Option;

class HealthTest {
  private static final UUID RUN = UUID.randomUUID();

  private final Hands clock = new Hands();
  private final Health health = new Health(clock, Duration.ofSeconds(60));

  /** A clock that the test moves. */
  private static final class Hands extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(int seconds) {
      now = now.plusSeconds(seconds);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aJobThatStartsIsAliveAndNotReady() {
    assertThat(health.live().ok()).isTrue();
    assertThat(health.ready().ok()).isFalse();
    assertThat(health.ready().lines()).containsExactly("starting");

    start();

    assertThat(health.ready().ok()).isFalse();
    health.started();
    assertThat(health.ready().ok()).isTrue();
  }

  @Test
  void aQueryWithoutASignIsStalledUntilItGivesOne() {
    start();
    health.started();
    clock.pass(59);
    assertThat(health.live().ok()).isTrue();

    clock.pass(1);

    assertThat(health.live().ok()).isFalse();
    assertThat(health.live().lines()).containsExactly("land: stalled for 60 s");
    assertThat(health.ready().ok()).isFalse();
    health.onQueryIdle(new QueryIdleEvent(UUID.randomUUID(), RUN, "2026-01-01T00:01:00.000Z"));
    assertThat(health.live().ok()).isTrue();
  }

  @Test
  void aQueryThatHasEndedIsNoLongerWaitedFor() {
    start();
    health.started();

    health.onQueryTerminated(
        new QueryTerminatedEvent(UUID.randomUUID(), RUN, Option.empty(), Option.empty()));
    clock.pass(600);

    assertThat(health.live().ok()).isTrue();
    assertThat(health.ready().lines()).containsExactly("no query runs");
    assertThat(health.ready().ok()).isFalse();
  }

  private void start() {
    health.onQueryStarted(
        new QueryStartedEvent(UUID.randomUUID(), RUN, "land", "2026-01-01T00:00:00.000Z"));
  }
}
