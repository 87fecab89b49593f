package io.assay.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Watches processes: takes their CPU time and memory twice a second, so that the use between any
 * two moments can be told afterwards. The measuring itself runs in this process and is not counted.
 */
final class Meter implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Map<Part, ProcessTree> trees;
  private final Map<Part, Long> peaks = new EnumMap<>(Part.class);
  private final List<Sample> samples = new ArrayList<>();
  private final Ticker ticker;

  private record Sample(Instant at, Map<Part, Double> cpuSeconds) {}

  Meter(Map<Part, ProcessTree> trees) {
    this.trees = Map.copyOf(trees);
    sample();
    this.ticker = new Ticker("Measuring the processes", INTERVAL, this::sample);
  }

  /** CPU seconds that each part used between two moments, to about the interval of the samples. */
  synchronized Map<Part, Double> cpuSeconds(Instant from, Instant to) {
    Map<Part, Double> used = new EnumMap<>(Part.class);
    trees.keySet().forEach(part -> used.put(part, cpuAt(part, to) - cpuAt(part, from)));
    return used;
  }

  /**
   * The most memory of a part, in bytes: of a JVM the kernel's own mark, of the processes of
   * PostgreSQL the largest sum that a sample found.
   */
  synchronized long peak(Part part) {
    return peaks.getOrDefault(part, 0L);
  }

  /** The most memory of each part, in bytes. */
  Map<Part, Long> peaks() {
    Map<Part, Long> all = new EnumMap<>(Part.class);
    trees.keySet().forEach(part -> all.put(part, peak(part)));
    return all;
  }

  /** Takes a last sample and ends. */
  @Override
  public void close() {
    ticker.close();
    sample();
  }

  private synchronized void sample() {
    Map<Part, Double> cpuSeconds = new EnumMap<>(Part.class);
    trees.forEach(
        (part, tree) -> {
          cpuSeconds.put(part, Math.max(usedBefore(part), tree.cpuSeconds()));
          peaks.merge(
              part, part == Part.POSTGRESQL ? tree.memory() : tree.peakOfFirst(), Math::max);
        });
    samples.add(new Sample(Instant.now(), cpuSeconds));
  }

  /** Of the last sample: a process that has ended has not used less. */
  private double usedBefore(Part part) {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).cpuSeconds().get(part);
  }

  private double cpuAt(Part part, Instant moment) {
    Sample before = samples.get(0);
    for (Sample sample : samples) {
      if (sample.at().isAfter(moment)) {
        double share =
            (double) Duration.between(before.at(), moment).toNanos()
                / Duration.between(before.at(), sample.at()).toNanos();
        double cpu = before.cpuSeconds().get(part);
        return cpu + Math.max(0, share) * (sample.cpuSeconds().get(part) - cpu);
      }
      before = sample;
    }
    return before.cpuSeconds().get(part);
  }
}
