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

  /** Of the driver itself; no server uses it. */
  private static final String UNKNOWN = "99999";

  private static final Set<String> RETRYABLE = Set.of("40001", "40P01");

  /** A quota of the file system that is used up reaches us as XX000. */
  private static final Set<String> EXTERNAL_CLASSES =
      Set.of("08", "28", "53", "55", "57", "58", "XX");

  private static final Set<String> EXTERNAL_CODES =
      Set.of("40001", "40P01", "25006", "25P03", "25P04", "42501", "3D000");

  /** What a constraint, a view with a check option, or PL/pgSQL (P0) says about a row. */
  private static final Set<String> ROW_CLASSES = Set.of("23", "44", "P0");

  /**
   * The SQLSTATE of a failure. Where the driver gives none, that of a lost connection if the
   * network is its cause, and otherwise one that says nothing.
   */
  public static SqlState of(SQLException failure) {
    String code = failure.getSQLState();
    if (code != null && code.length() == LENGTH) {
      return new SqlState(code);
    }
    return new SqlState(failure.getCause() instanceof IOException ? CONNECTION_FAILURE : UNKNOWN);
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
   * (23), a view (44) or an index (54000), or a trigger refuses it (P0).
   */
  public boolean isData() {
    return isUnfitValue() || ROW_CLASSES.contains(category()) || code.equals("54000");
  }

  /** Whether a value does not fit the type of its column. */
  public boolean isUnfitValue() {
    return category().equals("22");
  }

  /** Whether the server's own message may quote the value at fault. */
  public boolean mayQuote() {
    return isUnfitValue() || category().equals("P0");
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
    return isUnreachable() || code.startsWith("57P");
  }

  /** Whether there is no connection, or none any more. */
  boolean isUnreachable() {
    return category().equals("08");
  }

  /** What a person can do. */
  public String remedy() {
    return switch (category()) {
      case "08" ->
          "Check that the server runs and can be reached from this host, and the url of the database";
      case "28" ->
          code.equals("28000")
              ? "Check the user and the secret of the database in the environment, and what pg_hba.conf of the server wants: for TLS, add sslmode=verify-full to the url"
              : "Check the user and the secret of the database in the environment";
      case "53" ->
          switch (code) {
            case "53100" -> "The server's disk is full: give it room";
            case "53200" -> "The server is out of memory: give it more, or fewer clients";
            case "53300" ->
                "No connection is free: raise the limit of the server, the database or the role, or run fewer clients";
            default -> "A limit of the server is reached: see its log, and raise it";
          };
      case "22", "23", "44", "54", "P0" ->
          "A rule of the pipeline should have refused the record: add it";
      case "57" ->
          code.equals("57014")
              ? "The statement took too long or was cancelled: look for what it waits on, or raise statement-timeout"
              : "The server is starting, stopping or ended the session: try again when it is up";
      case "58", "XX" ->
          "The server's own files or disks are at fault, a quota perhaps: see its log";
      case "55" ->
          code.equals("55P03")
              ? "Another session holds a lock: see pg_locks, or raise lock-timeout"
              : "The server does not allow it as it is now: see its log";
      default ->
          switch (code) {
            case "40001", "40P01" -> "Another transaction was in the way: try again";
            case "25006" ->
                "The server is read-only, perhaps a standby: point the url at the primary";
            case "25P03", "25P04" ->
                "The server ended a transaction that took too long: see its settings idle_in_transaction_session_timeout and transaction_timeout";
            case "42501" ->
                "Grant the role the rights that docs/operations.md lists, or let the owner of the tables change them with submit/assay apply";
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
