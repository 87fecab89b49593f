package io.assay.sandbox;

/**
 * A server of the sandbox cannot be started, reached or stopped. The message names the log to read.
 */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SandboxException(String message) {
    super(message);
  }

  SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
