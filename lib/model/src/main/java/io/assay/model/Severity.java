package io.assay.model;

/** What a finding means for its record. */
public enum Severity {
  /** The record goes to quarantine. */
  REJECT,
  /** The record is applied and its rows are stamped with the rule's name. */
  WARN,
  /** The batch fails and the job stops. */
  FAIL
}
