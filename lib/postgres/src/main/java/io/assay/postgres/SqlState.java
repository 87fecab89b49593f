package io.assay.postgres;

import io.assay.model.AssayException.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/**
 * A SQLSTATE, and what it means for the suite: whose fault it is and whether the transaction is to
 * be tried again.
 *
 * @param code five letters and digits, <a
 *     href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL, appendix
 *     A</a>
 */
public record SqlState(String code) {
  private static final int LENGTH = 5;
  private static final String CONNECTION_FAILURE = "08006";
  private static final String INTERNAL = "XX000";
  private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
  private static final Set<String> EXTERNAL_CLASSES = Set.of("08", "28", "53", "57", "58");
  private static final Set<String> EXTERNAL_CODES =
      Set.of("40001", "40P01", "55P03", "25006", "25P03", "42501", "3D000");

  /**
   * The SQLSTATE of a failure. Where the driver gives none, that of a lost connection if the
   * network is its cause, and that of an internal error otherwise.
   */
  public static SqlState of(SQLException failure) {
    String code = failure.getSQLState();
    if (code != null && code.length() == LENGTH) {
      return new SqlState(code);
    }
    return new SqlState(failure.getCause() instanceof IOException ? CONNECTION_FAILURE : INTERNAL);
  }

  /** Whose fault it is. */
  public Kind kind() {
    if (EXTERNAL_CLASSES.contains(category()) || EXTERNAL_CODES.contains(code)) {
      return Kind.EXTERNAL;
    }
    return isData() ? Kind.DATA : Kind.INTERNAL;
  }

  /**
   * Whether a value that a record brought is at fault: it does not fit its type (22), a constraint
   * (23) or an index (54000).
   */
  public boolean isData() {
    return isUnfitValue() || category().equals("23") || code.equals("54000");
  }

  /** Whether the server's own message may quote the value at fault. */
  public boolean isUnfitValue() {
    return category().equals("22");
  }

  /**
   * Whether the same transaction may well succeed when it is tried again at once: serialization
   * failure or deadlock.
   */
  public boolean isRetryable() {
    return RETRYABLE.contains(code);
  }

  /** Whether the connection is lost, or the server ends it. */
  public boolean isConnectionLost() {
    return category().equals("08") || code.startsWith("57P");
  }

  /** What a person can do. */
  public String remedy() {
    return switch (category()) {
      case "08" ->
          "Check that the server runs and can be reached from this host, and the url of the database";
      case "28" -> "Check the user and the secret of the database in the environment";
      case "53" -> "The server is out of connections, memory or disk space: give it room";
      case "22", "23", "54" -> "A rule of the pipeline should have refused the record: add it";
      case "57" ->
          code.equals("57014")
              ? "The statement took too long or was cancelled: look for what it waits on, or raise statement-timeout"
              : "The server is starting, stopping or ended the session: try again when it is up";
      case "58" -> "The server's own files or disks are at fault: see its log";
      default ->
          switch (code) {
            case "40001", "40P01" -> "Another transaction was in the way: try again";
            case "55P03" -> "Another session holds a lock: see pg_locks, or raise lock-timeout";
            case "25006" ->
                "The server is read-only, perhaps a standby: point the url at the primary";
            case "25P03" ->
                "The session was idle for too long inside a transaction: see the server's settings";
            case "42501" -> "Grant the role the rights that docs/operations.md lists";
            case "3D000" -> "Create the database, or correct the url";
            default -> "This is a fault of the suite: report it with the stack trace";
          };
    };
  }

  private String category() {
    return code.substring(0, 2);
  }

  @Override
  public String toString() {
    return code;
  }
}
