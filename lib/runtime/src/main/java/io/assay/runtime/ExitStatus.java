package io.assay.runtime;

import io.assay.model.AssayException;

/**
 * How a process of the suite ends. Schedulers and operators decide by the code whether to start it
 * again: 2 never helps, 3 and 4 may.
 */
public enum ExitStatus {
  /** The work is done, or the process was asked to stop and did so in order. */
  STOPPED(0),
  /** A plan has something to do; only {@code plan} ends so. */
  CHANGES(1),
  /** The pipeline is not being refined; only {@code status} ends so. */
  NOT_RUNNING(1),
  /**
   * A wrong argument, configuration or definition, or another writer at work: starting again
   * changes nothing.
   */
  USAGE(2),
  /** Something that the job needs was not there when it started. */
  NOT_STARTED(3),
  /** The job ran and then failed. */
  FAILED(4);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** The code that the process ends with. */
  public int code() {
    return code;
  }

  /** The status of a failure before the job's queries run. */
  static ExitStatus beforeStart(AssayException failure) {
    return failure.kind() == AssayException.Kind.EXTERNAL ? NOT_STARTED : whileRunning(failure);
  }

  /** The status of a failure while the job's queries run. */
  static ExitStatus whileRunning(AssayException failure) {
    return failure.kind() == AssayException.Kind.USER ? USAGE : FAILED;
  }
}
