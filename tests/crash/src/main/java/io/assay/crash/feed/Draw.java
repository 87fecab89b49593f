package io.assay.crash.feed;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Chance that depends on nothing but the seed, the workload and a record's number. */
final class Draw {
  private final SplittableRandom random;

  private Draw(SplittableRandom random) {
    this.random = random;
  }

  static Draw of(long seed, String workload, long number) {
    long mixed = seed * 0x9E3779B97F4A7C15L + workload.hashCode() * 0xBF58476D1CE4E5B9L;
    return new Draw(new SplittableRandom(mixed ^ (number * 0x94D049BB133111EBL)));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** The sequence of the record of that number: now and then that of an older one. */
  long sequence(long number) {
    return below(100) < 8 ? Math.max(0, number - below(5_000)) : number;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
