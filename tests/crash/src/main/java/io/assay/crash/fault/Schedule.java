package io.assay.crash.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults strike, all from the seed: every kind once in random order, then again. */
public final class Schedule {
  private static final int MOST_BEFORE_MILLIS = 8_000;
  private static final int LEAST_LASTING_MILLIS = 500;
  private static final int MORE_LASTING_MILLIS = 9_000;

  private Schedule() {}

  /** So many strikes on so many pipelines. */
  public static List<Strike> of(int faults, int pipelines, long seed) {
    Random random = new Random(seed);
    List<Strike> strikes = new ArrayList<>();
    List<FaultKind> kinds = new ArrayList<>();
    while (strikes.size() < faults) {
      if (kinds.isEmpty()) {
        kinds.addAll(List.of(FaultKind.values()));
        Collections.shuffle(kinds, random);
      }
      strikes.add(
          new Strike(
              kinds.remove(0),
              random.nextInt(pipelines),
              random.nextInt(3) == 0,
              Duration.ofMillis(random.nextInt(MOST_BEFORE_MILLIS)),
              Duration.ofMillis(LEAST_LASTING_MILLIS + random.nextInt(MORE_LASTING_MILLIS)),
              random.nextBoolean()));
    }
    return strikes;
  }
}
