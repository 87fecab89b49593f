package io.assay.propose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Collects records for a sample of bounded size: the first half of it are the first records, the
 * other half are drawn from all that follow, each as likely as any other. The same records always
 * give the same sample. Not thread-safe.
 */
public final class SampleRecords {
  private record Drawn(long number, SampleRecord record) {}

  private final int most;
  private final Random random = new Random(1);
  private final List<Drawn> drawn = new ArrayList<>();
  private long records;
  private int unreadable;

  /** Keeps at most so many records. */
  public SampleRecords(int most) {
    this.most = most;
  }

  /** Takes a record; empty if it was no JSON object. */
  public void add(Optional<SampleRecord> record) {
    if (record.isEmpty()) {
      unreadable++;
      return;
    }
    records++;
    if (drawn.size() < most) {
      drawn.add(new Drawn(records, record.get()));
      return;
    }
    int first = most / 2;
    long place = (long) (random.nextDouble() * (records - first));
    if (place < most - first) {
      drawn.set(first + (int) place, new Drawn(records, record.get()));
    }
  }

  /** Whether nothing was taken. */
  public boolean isEmpty() {
    return records == 0;
  }

  /** What was kept, in its order. */
  public Sample sample(String topic, String origin, Declared declared) {
    List<SampleRecord> kept =
        drawn.stream().sorted(Comparator.comparingLong(Drawn::number)).map(Drawn::record).toList();
    String of = records > kept.size() ? "%s, which holds %,d".formatted(origin, records) : origin;
    return new Sample(topic, of, kept, unreadable, declared);
  }
}
