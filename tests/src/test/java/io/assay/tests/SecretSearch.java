package io.assay.tests;

import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks for the secrets of an environment where they must not be: what commands say, their logs,
 * the lake with its checkpoints, the environment's file, every table of the database, and what the
 * test brings.
 */
final class SecretSearch {
  private final List<byte[]> secrets;
  private final Set<String> places = new TreeSet<>();

  private SecretSearch(List<String> secrets) {
    this.secrets = secrets.stream().map(secret -> secret.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** A search that has not looked anywhere yet. */
  static SecretSearch of(List<String> secrets) {
    return new SecretSearch(secrets);
  }

  /**
   * Where secrets were found.
   *
   * @param more folders to look through
   */
  static Set<String> placesIn(TestEnvironment environment, Path... more)
      throws IOException, SQLException {
    SecretSearch search = new SecretSearch(environment.secrets());
    search.lookIn(environment.outcomes());
    search.lookBelow(Repository.root().resolve("var").resolve("log"));
    search.lookBelow(environment.lake());
    search.lookBelow(environment.file());
    for (Path folder : more) {
      search.lookBelow(folder);
    }
    try (Connection connection = environment.connect()) {
      search.lookIn(connection);
    }
    return search.places();
  }

  /** Where secrets were found so far. */
  Set<String> places() {
    return places;
  }

  /** Looks at what commands said. */
  void lookIn(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      look("standard output", outcome.output());
      look("standard error", outcome.errors());
    }
  }

  /** Looks at the command lines of all processes of the machine. */
  void lookAtCommandLines() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList()) {
        try {
          look("command line", Files.readAllBytes(process.resolve("cmdline")));
        } catch (IOException e) {
          continue; // it has ended meanwhile
        }
      }
    }
  }

  /** Looks at a text. */
  void look(String place, String content) {
    look(place, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Looks at a file, or at all files below a directory. */
  void lookBelow(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".jar"))
              .toList();
    }
    if (files.isEmpty()) {
      throw new IllegalStateException("Nothing to search in " + directory);
    }
    for (Path file : files) {
      look(file.toString(), Files.readAllBytes(file));
    }
  }

  /** Looks at all rows that the connection may read. */
  void lookIn(Connection connection) throws SQLException {
    String tables =
        """
        select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')
        """;
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(tables)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    for (String name : names) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select t::text from " + name + " t")) {
        while (rows.next()) {
          look(name, rows.getString(1).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void look(String place, byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    for (byte[] secret : secrets) {
      if (text.contains(new String(secret, StandardCharsets.ISO_8859_1))) {
        places.add(place);
      }
    }
  }
}
