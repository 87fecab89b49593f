package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HDFS: a NameNode and a DataNode, each in a JVM of its own with 256 MB. They listen on the
 * loopback interface, believe who a client says he is, and keep each block once. Not thread-safe.
 */
public final class HdfsCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(180);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final String NAME_NODE = "org.apache.hadoop.hdfs.server.namenode.NameNode";
  private static final String DATA_NODE = "org.apache.hadoop.hdfs.server.datanode.DataNode";
  private static final Pattern LIVE_NODES = Pattern.compile("\"NumLiveDataNodes\" *: *([0-9]+)");
  private static final Pattern SAFE_MODE = Pattern.compile("\"Safemode\" *: *\"([^\"]*)\"");

  private final Path directory;
  private final Path home;
  private final int port;
  private final int httpPort;
  private ServerProcess nameNode;
  private ServerProcess dataNode;

  private HdfsCluster(Path directory, Path home, int port, int httpPort) {
    this.directory = directory;
    this.home = home;
    this.port = port;
    this.httpPort = httpPort;
  }

  /**
   * Starts both on free ports, with an empty file system in the directory; returns when files can
   * be written. They end with this process.
   */
  public static HdfsCluster start(Path directory) {
    HdfsCluster cluster =
        new HdfsCluster(
            directory.toAbsolutePath(), Runtimes.hdfs(), LoopbackPort.free(), LoopbackPort.free());
    cluster.configure();
    Commands.run(
        cluster.command(NAME_NODE, "-format", "-nonInteractive", "-force"), cluster.log("format"));
    cluster.launch();
    return cluster;
  }

  /** The address of the file system, for paths. */
  public String url() {
    return "hdfs://" + LoopbackPort.HOST + ":" + port;
  }

  /** Where everything is kept; the blocks of files below {@code data}. */
  public Path directory() {
    return directory;
  }

  /** Ends both with SIGKILL, as a crash would. */
  public void kill() {
    nameNode.kill();
    dataNode.kill();
  }

  /** Starts both again after {@link #kill()} or {@link #close()}: same port, same files. */
  public void restart() {
    if (nameNode.isAlive() || dataNode.isAlive()) {
      throw new IllegalStateException("HDFS still runs: close() or kill() it first");
    }
    launch();
  }

  /** Ends both in order; the files stay. */
  @Override
  public void close() {
    dataNode.stop(ServerProcess.Signal.TERM, STOP);
    nameNode.stop(ServerProcess.Signal.TERM, STOP);
  }

  private void configure() {
    String core =
        """
        <configuration>
          <property><name>fs.defaultFS</name><value>%s</value></property>
          <property><name>hadoop.tmp.dir</name><value>%s</value></property>
        </configuration>
        """
            .formatted(url(), directory.resolve("tmp"));
    String hdfs =
        """
        <configuration>
          <property><name>dfs.replication</name><value>1</value></property>
          <property><name>dfs.namenode.name.dir</name><value>%s</value></property>
          <property><name>dfs.datanode.data.dir</name><value>%s</value></property>
          <property><name>dfs.namenode.http-address</name><value>127.0.0.1:%d</value></property>
          <property><name>dfs.datanode.address</name><value>127.0.0.1:0</value></property>
          <property><name>dfs.datanode.ipc.address</name><value>127.0.0.1:0</value></property>
          <property><name>dfs.datanode.http.address</name><value>127.0.0.1:0</value></property>
          <property><name>dfs.namenode.safemode.extension</name><value>0</value></property>
          <property><name>dfs.namenode.datanode.registration.ip-hostname-check</name><value>false</value></property>
        </configuration>
        """
            .formatted(
                directory.resolve("name").toUri(), directory.resolve("data").toUri(), httpPort);
    String log =
        """
        log4j.rootLogger=WARN, out
        log4j.appender.out=org.apache.log4j.ConsoleAppender
        log4j.appender.out.layout=org.apache.log4j.PatternLayout
        log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %p %c: %m%n
        """;
    try {
      Path configuration = Files.createDirectories(directory.resolve("conf"));
      Files.writeString(configuration.resolve("core-site.xml"), core);
      Files.writeString(configuration.resolve("hdfs-site.xml"), hdfs);
      Files.writeString(configuration.resolve("log4j.properties"), log);
      // Their pages, which they look for as folders of the class path; an empty one will do.
      Files.createDirectories(configuration.resolve("webapps").resolve("hdfs"));
      Files.createDirectories(configuration.resolve("webapps").resolve("datanode"));
      Files.createDirectories(directory.resolve("logs"));
    } catch (IOException e) {
      throw new SandboxException("Cannot use " + directory + " for HDFS", e);
    }
  }

  private void launch() {
    nameNode = launch("The NameNode", NAME_NODE, "namenode");
    dataNode = launch("The DataNode", DATA_NODE, "datanode");
    nameNode.awaitAnswer(this::checkAnswer, START);
  }

  private ServerProcess launch(String name, String program, String log) {
    return ServerProcess.start(
        name, command(program), log(log), Lifetime.OURS, ServerProcess.Signal.KILL);
  }

  private List<String> command(String program, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.net.preferIPv4Stack=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                directory.resolve("conf") + ":" + home.resolve("jars") + "/*",
                program));
    command.addAll(List.of(arguments));
    return command;
  }

  private Path log(String name) {
    return directory.resolve("logs").resolve(name + ".log");
  }

  /** Files can be written: the DataNode has reported, and the NameNode lets writers in. */
  void checkAnswer() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LoopbackPort.HOST, port), TIMEOUT_MILLIS);
    }
    String live = bean("Hadoop:service=NameNode,name=FSNamesystemState");
    if (!first(LIVE_NODES, live).equals("1")) {
      throw new IOException("The NameNode knows no DataNode; see " + log("datanode"));
    }
    String safeMode = first(SAFE_MODE, bean("Hadoop:service=NameNode,name=NameNodeInfo"));
    if (!safeMode.isEmpty()) {
      throw new IOException("The NameNode says: " + safeMode);
    }
  }

  private String bean(String name) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + LoopbackPort.HOST + ":" + httpPort + "/jmx?qry=" + name)
                .toURL()
                .openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (var answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("The NameNode does not answer as expected: there is no " + pattern);
    }
    return matcher.group(1);
  }
}
