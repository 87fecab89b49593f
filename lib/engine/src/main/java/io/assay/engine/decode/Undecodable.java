package io.assay.engine.decode;

/** The bytes of a value are not what the format promises; a finding of the rule {@code decode}. */
public final class Undecodable extends Exception {
  private static final long serialVersionUID = 1L;

  public Undecodable(String reason) {
    // Without a stack trace: a flood of broken records must not be much dearer than whole ones.
    super(reason, null, false, false);
  }
}
