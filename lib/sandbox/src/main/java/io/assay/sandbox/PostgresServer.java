package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * A PostgreSQL 17 server on the loopback interface, with a role {@value #USER} that may create
 * databases and is no superuser, and a database of that name which it owns. The server syncs as in
 * production ({@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on),
 * unless the environment variable {@value #FSYNC} is {@code off}: then it may lose everything when
 * the machine crashes (not when the server does), and spares tests with hundreds of databases
 * minutes of waiting for the disk. Runs for root, too. Not thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "assay";
  private static final String SUPERUSER = "postgres";
  static final String NAME = "PostgreSQL";
  static final String FSYNC = "ASSAY_POSTGRES_FSYNC";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=" + LoopbackPort.HOST,
          "unix_socket_directories=",
          "synchronous_commit=on",
          "full_page_writes=on",
          "max_connections=100",
          "shared_buffers=128MB",
          "timezone=UTC",
          "log_timezone=UTC",
          "log_line_prefix=%m [%p] %a ");

  private final Path directory;
  private final Path home;
  private final int port;
  private final Lifetime lifetime;
  private final Optional<ServerIdentity> identity;
  private ServerProcess process;

  private PostgresServer(
      Path directory, Path home, int port, Lifetime lifetime, Optional<ServerIdentity> identity) {
    this.directory = directory;
    this.home = home;
    this.port = port;
    this.lifetime = lifetime;
    this.identity = identity;
  }

  /**
   * Starts a server on a free port; its data are in the directory, and found again if it was used
   * before.
   */
  public static PostgresServer start(Path directory) {
    PostgresServer server = launch(directory, 0, Lifetime.OURS);
    server.awaitAnswer();
    return server;
  }

  /**
   * Starts a server that listens over TLS only, and wants a password of everybody. Its addresses
   * ask clients to check its certificate and its name.
   */
  public static PostgresServer start(Path directory, ServerIdentity identity) {
    PostgresServer server = launch(directory, 0, Lifetime.OURS, Optional.of(identity));
    server.awaitAnswer();
    return server;
  }

  /** Starts the process without waiting for the server to answer. */
  static PostgresServer launch(Path directory, int preferredPort, Lifetime lifetime) {
    return launch(directory, preferredPort, lifetime, Optional.empty());
  }

  private static PostgresServer launch(
      Path directory, int preferredPort, Lifetime lifetime, Optional<ServerIdentity> identity) {
    PostgresServer server =
        new PostgresServer(
            directory.toAbsolutePath(),
            PostgresDistribution.home(),
            LoopbackPort.freeOr(preferredPort),
            lifetime,
            identity);
    server.launch();
    return server;
  }

  /** The address of the database {@value #USER}, without user and password. */
  public String jdbcUrl() {
    return jdbcUrl(USER);
  }

  /** The address of a database of the server, without user and password. */
  public String jdbcUrl(String database) {
    return identity
        .map(
            own ->
                "jdbc:postgresql://%s:%d/%s?sslmode=verify-full&sslrootcert=%s"
                    .formatted(own.host(), port, database, own.authority()))
        .orElseGet(() -> url(port, database));
  }

  /** The role to connect as. */
  public String user() {
    return USER;
  }

  /** The file with the role's password, for its owner only. */
  public Path passwordFile() {
    return passwordFile(directory);
  }

  /** A connection to the database {@value #USER}. */
  public Connection connect() throws SQLException {
    return connect(jdbcUrl(), USER, directory);
  }

  /**
   * A connection to a database of the server as the superuser, whose password is the same.
   *
   * @param database the name of the database
   */
  public Connection connectAsSuperuser(String database) throws SQLException {
    return connect(jdbcUrl(database), SUPERUSER, directory);
  }

  /**
   * Makes an empty database, and drops one of that name.
   *
   * @return its address, without user and password
   */
  public String createDatabase(String name) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      String quoted = statement.enquoteIdentifier(name, true);
      statement.execute("DROP DATABASE IF EXISTS " + quoted + " WITH (FORCE)");
      statement.execute("CREATE DATABASE " + quoted);
      return jdbcUrl(name);
    } catch (SQLException e) {
      throw new SandboxException("Cannot create the database " + name + ": " + e.getMessage(), e);
    }
  }

  /** The server's first process, whose children serve the connections, for whoever measures it. */
  public long processId() {
    return process.identity().pid();
  }

  /** Ends the server with SIGKILL, as a crash would; it recovers at its next start. */
  public void kill() {
    process.kill();
  }

  /** Ends the server at once in its immediate mode; it recovers at its next start. */
  public void stopImmediately() {
    process.stop(ServerProcess.Signal.QUIT, STOP);
  }

  /** Starts a server that was closed or killed again, on the same port and data. */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("The server still runs: close() or kill() it first");
    }
    launch();
    awaitAnswer();
  }

  /** Ends the server in order, without waiting for its clients; its data stay. */
  @Override
  public void close() {
    stop(process);
  }

  static void stop(ServerProcess server) {
    server.stop(ServerProcess.Signal.INT, STOP);
  }

  static Path log(Path directory) {
    return directory.resolve("logs").resolve("postgres.log");
  }

  static Path passwordFile(Path directory) {
    return directory.resolve("password");
  }

  static void check(Path directory, int port) throws SQLException {
    check(url(port, USER), directory);
  }

  private static void check(String url, Path directory) throws SQLException {
    try (Connection connection = connect(url, USER, directory);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://" + LoopbackPort.HOST + ":" + port + "/" + database;
  }

  ServerProcess process() {
    return process;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  void awaitAnswer() {
    process.awaitAnswer(() -> check(jdbcUrl(), directory), START);
  }

  private static Connection connect(String url, String user, Path directory) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password(directory));
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("ApplicationName", "assay-sandbox");
    return DriverManager.getConnection(url, properties);
  }

  private static String password(Path directory) {
    try {
      return Files.readString(passwordFile(directory));
    } catch (IOException e) {
      throw new SandboxException("Cannot read the password in " + passwordFile(directory), e);
    }
  }

  private void launch() {
    try {
      Files.createDirectories(log(directory).getParent());
      if (!Files.isDirectory(directory.resolve("data"))) {
        initialize();
      }
      new PostmasterLock(directory.resolve("data")).release();
    } catch (IOException e) {
      throw new SandboxException("Cannot prepare a PostgreSQL server in " + directory, e);
    }
    List<String> command = new ArrayList<>(program("postgres"));
    command.addAll(
        List.of("-D", directory.resolve("data").toString(), "-p", Integer.toString(port)));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    command.addAll(List.of("-c", "fsync=" + (syncs() ? "on" : "off")));
    identity.ifPresent(
        own ->
            command.addAll(
                List.of(
                    "-c",
                    "ssl=on",
                    "-c",
                    "ssl_cert_file=" + own.certificate(),
                    "-c",
                    "ssl_key_file=" + own.key(),
                    "-c",
                    "hba_file=" + tlsOnly())));
    process =
        ServerProcess.start(NAME, command, log(directory), lifetime, ServerProcess.Signal.QUIT);
  }

  /** The rule that refuses whoever comes without TLS. */
  private Path tlsOnly() {
    Path file = directory.resolve("pg_hba.conf");
    try {
      return Files.writeString(file, "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    } catch (IOException e) {
      throw new SandboxException("Cannot write " + file, e);
    }
  }

  /** Makes the data under another name first: they are complete or absent. */
  private void initialize() throws IOException {
    Path incoming = directory.resolve("data.incoming");
    PostgresDistribution.deleteTree(incoming);
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    String password = HexFormat.of().formatHex(secret);
    Path passwordFile = passwordFile();
    Files.deleteIfExists(passwordFile);
    Files.writeString(Files.createFile(passwordFile, ownerOnly()), password);
    List<String> initialize = new ArrayList<>(program("initdb"));
    initialize.addAll(
        List.of(
            "--pgdata=" + incoming,
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    if (!syncs()) {
      initialize.add("--no-sync");
    }
    Commands.run(initialize, log(directory));
    createRole(incoming, password);
    Files.move(incoming, directory.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void createRole(Path data, String password) throws IOException {
    Path script = Files.createTempFile(directory, "role", ".sql", ownerOnly());
    try {
      Files.writeString(
          script,
          """
          CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s'
          CREATE DATABASE %1$s OWNER %1$s
          GRANT SET ON PARAMETER session_replication_role TO %1$s
          """
              .formatted(USER, password));
      List<String> single = new ArrayList<>(program("postgres"));
      single.addAll(List.of("--single", "-D", data.toString(), "postgres"));
      Commands.run(single, script, log(directory));
    } finally {
      Files.delete(script);
    }
  }

  private List<String> program(String name) {
    String path = home.resolve("bin").resolve(name).toString();
    return isRoot() ? List.of("unshare", "-U", path) : List.of(path);
  }

  private static boolean syncs() {
    return !"off".equals(System.getenv(FSYNC));
  }

  /** PostgreSQL refuses root; in a user namespace of its own it does not see that it is. */
  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }
}
