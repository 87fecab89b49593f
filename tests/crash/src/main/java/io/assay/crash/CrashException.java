package io.assay.crash;

/** The crash test cannot be run to its end. */
public final class CrashException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CrashException(String message) {
    super(message);
  }

  public CrashException(String message, Throwable cause) {
    super(message, cause);
  }
}
