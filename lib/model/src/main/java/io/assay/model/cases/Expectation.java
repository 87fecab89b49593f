package io.assay.model.cases;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must be there after the last batch. What is not mentioned is not looked at.
 *
 * @param tables all rows of a table, in any order; of each row the columns that matter, as
 *     PostgreSQL writes their values (in UTC), empty for null
 * @param quarantine all records in quarantine, if they are mentioned
 * @param counts over all batches: raw, applied, quarantined, filtered, superseded, held
 */
public record Expectation(
    Map<String, List<Map<String, Optional<String>>>> tables,
    Optional<List<Refused>> quarantine,
    Map<String, Long> counts) {

  /**
   * A record in quarantine.
   *
   * @param rules every rule that it fails, those that only warn included; in any order
   */
  public record Refused(RecordPlace place, List<String> rules) {
    public Refused {
      rules = List.copyOf(rules);
    }
  }
}
