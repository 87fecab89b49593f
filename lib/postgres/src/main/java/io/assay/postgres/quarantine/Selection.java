package io.assay.postgres.quarantine;

import io.assay.postgres.Coordinates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which records in quarantine are meant: those for which everything given is true.
 *
 * @param rule they fail this rule, as they were last refined
 * @param since first quarantined at this time or later
 * @param until first quarantined before this time
 * @param records only these; empty means any, not none. Their timestamps are not looked at.
 */
public record Selection(
    Optional<String> rule,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<List<Coordinates>> records) {
  /** All of them. */
  public static final Selection ALL =
      new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public Selection {
    records = records.map(List::copyOf);
  }

  /** Of these, the ones among the given records. */
  public Selection among(List<Coordinates> others) {
    return new Selection(rule, since, until, Optional.of(others));
  }

  /** Whether anything is asked of the records. */
  public boolean isAll() {
    return equals(ALL);
  }
}
