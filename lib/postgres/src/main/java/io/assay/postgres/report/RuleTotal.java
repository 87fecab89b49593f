package io.assay.postgres.report;

/**
 * How often a rule failed, with one example.
 *
 * @param rule the rule's name
 * @param severity reject or warn
 * @param kind the kind of record; empty if none took the record
 * @param count findings so far
 * @param example the finding with the smallest coordinates
 */
public record RuleTotal(
    String rule, String severity, String kind, long count, FindingExample example) {

  /**
   * One finding.
   *
   * @param field the field it is about; empty if the whole record
   * @param value what was found, shortened; empty if nothing
   */
  public record FindingExample(
      String topic, int partition, long offset, String field, String value, String message) {}
}
