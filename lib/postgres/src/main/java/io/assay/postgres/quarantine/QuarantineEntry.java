package io.assay.postgres.quarantine;

import io.assay.postgres.Coordinates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record in quarantine, with everything that is known about it.
 *
 * @param kind empty if no kind took it
 * @param state open, requeued or resolved
 * @param outcome what became of it, if it is resolved
 * @param findings of all batches that decided about it, in their order
 * @param changes in their order, without the first refusal
 */
public record QuarantineEntry(
    Coordinates coordinates,
    Optional<String> kind,
    String state,
    Optional<String> outcome,
    Instant quarantinedAt,
    long firstBatch,
    List<QuarantineFinding> findings,
    List<QuarantineChange> changes) {
  public QuarantineEntry {
    findings = List.copyOf(findings);
    changes = List.copyOf(changes);
  }
}
