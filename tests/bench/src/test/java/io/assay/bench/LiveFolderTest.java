package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveFolderTest {
  @TempDir Path root;

  @Test
  void filesThatGoMeanwhileAreNotThere() throws Exception {
    Path kept =
        Files.writeString(Files.createDirectories(root.resolve("a/b")).resolve("f"), "12345");
    AtomicBoolean looked = new AtomicBoolean();
    CompletableFuture<Void> others = CompletableFuture.runAsync(() -> comeAndGo(looked));
    try {
      for (int i = 0; i < 2000; i++) {
        assertThat(new LiveFolder(root).files()).containsEntry(kept, 5L);
      }
    } finally {
      looked.set(true);
      others.get(1, TimeUnit.MINUTES);
    }
  }

  private void comeAndGo(AtomicBoolean looked) {
    try {
      for (int i = 0; !looked.get(); i++) {
        Path folder = Files.createDirectories(root.resolve("folder-" + i % 7));
        Path file = Files.writeString(folder.resolve("file-" + i), "x");
        Files.delete(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
