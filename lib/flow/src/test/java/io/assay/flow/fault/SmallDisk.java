package io.assay.flow.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own, of a few megabytes, which can be filled to the last byte. */
public record SmallDisk(Path path) implements AutoCloseable {

  /** Mounts it; skips the test where that is not allowed. */
  public static SmallDisk mount(Path path, int megabytes) {
    Path folder = create(path);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString())
            == 0,
        "mounting a small file system is not allowed here");
    return new SmallDisk(folder);
  }

  /** Leaves no room. */
  public void fill() throws IOException {
    byte[] block = new byte[1 << 12];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  /** Gives the room back. */
  public void free() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return path.resolve("ballast");
  }

  @Override
  public void close() {
    run("umount", "-l", path.toString());
  }

  private static Path create(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
