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
 * What the same rows cost when nothing is done but storing them: a binary {@code COPY} for each
 * table, from a file into an empty copy of the table with the same primary key and without foreign
 * keys, in one transaction.
 */
final class CopyBaseline {
  private static final int ATTEMPTS = 3;
  private static final int BUFFER = 1 << 18;

  private final DatabaseServer server;
  private final List<String> tables;

  /**
   * The tables, copied once.
   *
   * @param rows of all tables
   * @param seconds to the end of its commit
   * @param serverCpuSeconds of PostgreSQL
   * @param clientCpuSeconds of this JVM's thread that sends the rows
   */
  record Copied(long rows, double seconds, double serverCpuSeconds, double clientCpuSeconds) {
    double cpuSeconds() {
      return serverCpuSeconds + clientCpuSeconds;
    }
  }

  CopyBaseline(DatabaseServer server, List<String> tables) {
    this.server = server;
    this.tables = List.copyOf(tables);
  }

  /**
   * Copies what refine has written three times, each time into new tables; quickest first.
   *
   * @param directory for the files
   */
  List<Copied> measure(Path directory) throws SQLException, IOException {
    Files.createDirectories(directory);
    try (Connection connection = server.connect()) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      for (String table : tables) {
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(file(directory, table)), BUFFER)) {
          copies.copyOut(
              "copy (select * from %s where assay_batch > 0) to stdout (format binary)"
                  .formatted(table),
              out);
        }
      }
      List<Copied> copied = new ArrayList<>();
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        copied.add(copy(connection, copies, directory));
      }
      copied.sort(Comparator.comparingDouble(Copied::seconds));
      return copied;
    } finally {
      for (String table : tables) {
        Files.deleteIfExists(file(directory, table));
      }
    }
  }

  private Copied copy(Connection connection, CopyManager copies, Path directory)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("create schema copied");
      for (String table : tables) {
        statement.execute("create table copied.%s (like %1$s including all)".formatted(table));
      }
      server.checkpoint();
      double serverBefore = server.tree().cpuSeconds();
      long clientBefore = threadNanos();
      long begun = System.nanoTime();
      long count = 0;
      connection.setAutoCommit(false);
      for (String table : tables) {
        try (InputStream in =
            new BufferedInputStream(Files.newInputStream(file(directory, table)), BUFFER)) {
          count +=
              copies.copyIn(
                  "copy copied.%s from stdin (format binary)".formatted(table), in, BUFFER);
        }
      }
      connection.commit();
      double seconds = (System.nanoTime() - begun) / 1e9;
      connection.setAutoCommit(true);
      double client = (threadNanos() - clientBefore) / 1e9;
      double serverCpu = server.tree().cpuSeconds() - serverBefore;
      statement.execute("drop schema copied cascade");
      return new Copied(count, seconds, serverCpu, client);
    }
  }

  private static Path file(Path directory, String table) {
    return directory.resolve(table + ".copy");
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
