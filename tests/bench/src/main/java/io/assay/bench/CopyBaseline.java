package io.assay.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * What the same rows cost when nothing is done but storing them: one binary {@code COPY} from a
 * file into an empty copy of the table with the same primary key, in one transaction.
 */
final class CopyBaseline {
  private static final int ATTEMPTS = 3;
  private static final int BUFFER = 1 << 18;

  private final DatabaseServer server;
  private final String table;

  /**
   * One COPY.
   *
   * @param seconds to the end of its commit
   * @param serverCpuSeconds of PostgreSQL
   * @param clientCpuSeconds of this JVM's thread that sends the rows
   */
  record Copied(long rows, double seconds, double serverCpuSeconds, double clientCpuSeconds) {
    double cpuSeconds() {
      return serverCpuSeconds + clientCpuSeconds;
    }
  }

  CopyBaseline(DatabaseServer server, String table) {
    this.server = server;
    this.table = table;
  }

  /** Copies the rows of the table three times, each time into a new table; quickest first. */
  List<Copied> measure(Path directory) throws SQLException, IOException {
    Path rows = directory.resolve("rows.copy");
    try (Connection connection = server.connect()) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(rows), BUFFER)) {
        copies.copyOut("copy " + table + " to stdout (format binary)", out);
      }
      List<Copied> copied = new ArrayList<>();
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        copied.add(copy(connection, copies, rows));
      }
      copied.sort(Comparator.comparingDouble(Copied::seconds));
      return copied;
    } finally {
      Files.deleteIfExists(rows);
    }
  }

  private Copied copy(Connection connection, CopyManager copies, Path rows)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists copy_baseline");
      statement.execute("create table copy_baseline (like " + table + " including all)");
      server.checkpoint();
      double serverBefore = server.tree().cpuSeconds();
      long clientBefore = threadNanos();
      long begun = System.nanoTime();
      long count;
      connection.setAutoCommit(false);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(rows), BUFFER)) {
        count = copies.copyIn("copy copy_baseline from stdin (format binary)", in, BUFFER);
      }
      connection.commit();
      double seconds = (System.nanoTime() - begun) / 1e9;
      connection.setAutoCommit(true);
      double client = (threadNanos() - clientBefore) / 1e9;
      double serverCpu = server.tree().cpuSeconds() - serverBefore;
      statement.execute("drop table copy_baseline");
      return new Copied(count, seconds, serverCpu, client);
    }
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
