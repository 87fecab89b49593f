package io.assay.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.sandbox.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real S3 server, and on a file system that knows no conditions. */
class ConditionalPutLogStoreTest {
  private static final int WRITERS = 4;
  private static final int VERSIONS = 50;

  @TempDir static java.nio.file.Path directory;
  private static S3Server server;
  private static Configuration hadoop;

  @BeforeAll
  static void startServer() {
    server = S3Server.start(directory.resolve("s3"));
    hadoop = new Configuration();
    hadoop.set("fs.s3a.endpoint", server.endpoint());
    hadoop.set("fs.s3a.path.style.access", "true");
    hadoop.set("fs.s3a.access.key", server.accessKey());
    hadoop.set("fs.s3a.secret.key", server.secretKey());
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  private static Path version(String table, int number) {
    return new Path("s3a://lake/%s/_delta_log/%020d.json".formatted(table, number));
  }

  private static void write(Path path, String... actions) throws IOException {
    new ConditionalPutLogStore(hadoop).write(path, List.of(actions).iterator(), false, hadoop);
  }

  private static String read(String table, int number) throws IOException {
    return Files.readString(
        server.bucket().resolve("%s/_delta_log/%020d.json".formatted(table, number)));
  }

  @Test
  void ofWritersOfAVersionOneWinsAndTheOthersAreTold() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    for (int number = 0; number < VERSIONS; number++) {
      Path path = version("race", number);
      List<Future<String>> answers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        String name = "writer " + writer;
        answers.add(
            writers.submit(
                () -> {
                  start.await();
                  try {
                    write(path, name);
                    return name;
                  } catch (FileAlreadyExistsException e) {
                    return "told";
                  }
                }));
      }
      Set<String> winners = new TreeSet<>();
      for (Future<String> answer : answers) {
        winners.add(answer.get());
      }
      winners.remove("told");
      assertThat(winners).as("version " + number).hasSize(1);
      assertThat(read("race", number)).isEqualTo(winners.iterator().next() + "\n");
    }
    writers.shutdown();
  }

  @Test
  void aWriteWhoseAnswerWasLostIsDone() throws IOException {
    write(version("again", 0), "mine");
    write(version("again", 0), "mine");

    assertThatThrownBy(() -> write(version("again", 0), "another's"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read("again", 0)).isEqualTo("mine\n");
  }

  @Test
  void nothingElseStaysInTheLog() throws IOException {
    write(version("clean", 0), "mine");

    try (var files = Files.list(server.bucket().resolve("clean/_delta_log"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly("%020d.json".formatted(0));
    }
  }

  @Test
  void aStoreThatOverwritesIsRefusedBeforeAnythingIsCommitted() {
    hadoop.setClass("fs.forgetful.impl", Forgetful.class, FileSystem.class);
    Path path = new Path("forgetful://store" + directory.resolve("log/0.json"));

    assertThatThrownBy(() -> write(path, "mine"))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("The store of forgetful://store overwrites an object");
    assertThat(directory.resolve("log/0.json")).doesNotExist();
  }

  /** Takes a condition and does not keep it, as a store does that ignores a header. */
  public static final class Forgetful extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("forgetful://store");
    }

    @Override
    public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
      return new Builder(this, path);
    }
  }

  private static final class Builder
      extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    Builder(Forgetful files, Path path) {
      super(files, path);
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      return getFS().create(getPath(), true);
    }
  }
}
