package io.assay.feed.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** The last few of something; the oldest makes room for the newest. */
final class Recent<T> {
  private final int capacity;
  private final List<T> kept = new ArrayList<>();
  private int oldest;

  Recent(int capacity) {
    this.capacity = capacity;
  }

  void add(T newest) {
    if (kept.size() < capacity) {
      kept.add(newest);
    } else {
      kept.set(oldest, newest);
      oldest = (oldest + 1) % capacity;
    }
  }

  /** Any one of which the condition is true. */
  Optional<T> any(Random random, Predicate<T> condition) {
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    int start = random.nextInt(kept.size());
    for (int i = 0; i < kept.size(); i++) {
      T candidate = kept.get((start + i) % kept.size());
      if (condition.test(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Any one. */
  Optional<T> any(Random random) {
    return any(random, candidate -> true);
  }

  /** Puts another in the place of one that is kept. */
  void replace(T before, T after) {
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i) == before) {
        kept.set(i, after);
        return;
      }
    }
  }
}
