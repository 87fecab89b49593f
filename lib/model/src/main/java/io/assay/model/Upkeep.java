package io.assay.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * How the jobs keep what they write from growing with every batch: small files of the lake are put
 * together, what is no longer part of a table is removed, and old batches of the ledger are folded.
 *
 * @param every how often a job does it while it runs; empty: the jobs leave it to {@code
 *     submit/assay upkeep}
 * @param fileSize up to which size files are put together, in bytes
 * @param keep for how long files that were put together, and the log of the tables, stay for those
 *     that read
 * @param keepUnread for how long both stay for a refine that has not come so far
 * @param keepBatches for how long each batch has ledger rows of its own
 */
public record Upkeep(
    Optional<Duration> every,
    long fileSize,
    Duration keep,
    Duration keepUnread,
    Duration keepBatches)
    implements Serializable {

  /** What holds where a file says nothing. */
  public static final Upkeep DEFAULT =
      new Upkeep(
          Optional.of(Duration.ofMinutes(10)),
          128_000_000,
          Duration.ofHours(2),
          Duration.ofDays(7),
          Duration.ofDays(30));
}
