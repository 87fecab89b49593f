package io.assay.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.LocalLogStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDeltaLogStoreTest {
  private static final Configuration CONFIGURATION = new Configuration(false);

  @TempDir Path folder;

  private final LocalDeltaLogStore ours = new LocalDeltaLogStore(CONFIGURATION);
  private final LocalLogStore deltas = new LocalLogStore(CONFIGURATION);

  private void write(long version) throws IOException {
    ours.write(
        path("%020d.json".formatted(version)), List.of("{}").iterator(), false, CONFIGURATION);
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.toUri().toString(), name);
  }

  private static List<FileStatus> list(LocalLogStore store, org.apache.hadoop.fs.Path from)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    store.listFrom(from, CONFIGURATION).forEachRemaining(files::add);
    return files;
  }

  @Test
  void listsWhatDeltasOwnStoreLists() throws IOException {
    for (long version = 0; version < 12; version++) {
      write(version);
    }
    Files.createDirectory(folder.resolve("_staged_commits"));
    Files.writeString(folder.resolve("_last_checkpoint"), "{\"version\":3}");

    for (String from : List.of("00000000000000000007.json", "00000000000000000007.", "0", "1")) {
      assertThat(list(ours, path(from)))
          .usingElementComparator((one, other) -> sameFile(one, other) ? 0 : 1)
          .hasSizeBetween(2, 14)
          .containsExactlyElementsOf(list(deltas, path(from)));
    }
  }

  private static boolean sameFile(FileStatus one, FileStatus other) {
    return one.getPath().equals(other.getPath())
        && one.getLen() == other.getLen()
        && one.getModificationTime() == other.getModificationTime()
        && one.isDirectory() == other.isDirectory();
  }

  @Test
  void aFolderThatIsNotThereIsSaidToBeSo() {
    org.apache.hadoop.fs.Path absent = path("absent/00000000000000000000.json");

    assertThatThrownBy(() -> ours.listFrom(absent, CONFIGURATION))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void aVersionIsWrittenOnce() throws IOException {
    write(0);

    assertThatThrownBy(() -> write(0)).isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
  }
}
