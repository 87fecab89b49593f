package io.assay.model;

import java.io.Serializable;
import java.time.Duration;

/**
 * What happens to a record whose parent row does not exist. Each is a finding of the rule {@code
 * orphan-<reference name>}.
 */
public sealed interface OrphanPolicy extends Serializable {

  /** Whether it makes a stub of the parent, at once or after a wait. */
  default boolean makesStubs() {
    return false;
  }

  /** The record is quarantined. */
  record Reject() implements OrphanPolicy {}

  /**
   * A parent row with nothing but its key is made, marked {@code assay_stub}; the first real
   * version replaces it. The child is stamped.
   */
  record Stub() implements OrphanPolicy {
    @Override
    public boolean makesStubs() {
      return true;
    }
  }

  /**
   * The record waits until the parent arrives.
   *
   * @param deadline how long, from the moment it was first held
   * @param then what happens when the time is over
   */
  record Hold(Duration deadline, OrphanPolicy then) implements OrphanPolicy {
    @Override
    public boolean makesStubs() {
      return then.makesStubs();
    }
  }
}
