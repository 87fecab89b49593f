package io.assay.flow.kafka;

import io.assay.lake.Positions;
import io.assay.model.AssayException;
import java.util.OptionalLong;

/** Finds where to go on reading. */
public final class StartPositions {
  private StartPositions() {}

  /**
   * A position for every partition that the topics have: a known one, unless it has expired; the
   * beginning of a partition that a known topic has got since then; for a topic that is not known,
   * what {@code unknown} says.
   *
   * @param known how far the topics have been read
   * @param unknown where topics begin that have not been read
   * @param earliest what the brokers still have
   * @param end how far the brokers' partitions reach
   * @throws AssayException if a topic ends before what was read from it: then it is another topic
   *     of that name
   */
  public static Positions of(
      Positions known, Positions unknown, Positions earliest, Positions end) {
    Positions start = earliest;
    for (String topic : earliest.topics()) {
      requireSameTopic(topic, known, end);
      boolean isKnown = known.topics().contains(topic);
      for (int partition : earliest.partitions(topic).keySet()) {
        OptionalLong wanted = (isKnown ? known : unknown).of(topic, partition);
        if (wanted.isPresent()) {
          start = start.advancedTo(Positions.none().with(topic, partition, wanted.getAsLong()));
        }
      }
    }
    return start;
  }

  private static void requireSameTopic(String topic, Positions known, Positions end) {
    known
        .partitions(topic)
        .forEach(
            (partition, position) -> {
              long reaches = end.of(topic, partition).orElse(-1);
              if (position > reaches) {
                throw new AssayException(
                    AssayException.Kind.DATA,
                    "Topic %s is not the one that was read before: partition %d was read up to offset %d, but %s. If it was created anew, give it or the pipeline another name."
                        .formatted(
                            topic,
                            partition,
                            position,
                            reaches < 0 ? "there is none" : "it ends at " + reaches));
              }
            });
  }
}
