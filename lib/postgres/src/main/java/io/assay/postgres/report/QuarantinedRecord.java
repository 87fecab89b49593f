package io.assay.postgres.report;

import java.time.Instant;
import java.util.List;

/**
 * A record in quarantine, with everything that was found.
 *
 * @param kind the kind of record; empty if none took it
 * @param findings rule, field, value and message of each, as one line
 */
public record QuarantinedRecord(
    String topic,
    int partition,
    long offset,
    String kind,
    Instant quarantinedAt,
    List<String> findings) {
  public QuarantinedRecord {
    findings = List.copyOf(findings);
  }
}
