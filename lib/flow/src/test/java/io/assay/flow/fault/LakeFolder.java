package io.assay.flow.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder of a lake, known by a symbolic link: so it can be taken away and brought back in one
 * step, for root too, whom no file mode stops.
 *
 * @param link what jobs know
 */
public record LakeFolder(Path link) {

  /** Makes an empty lake. */
  public static LakeFolder in(Path directory) {
    LakeFolder lake = new LakeFolder(directory.resolve("lake"));
    try {
      Files.createDirectories(lake.folder());
      Files.createDirectories(lake.empty());
      Files.writeString(lake.obstacle(), "No folder: nothing can be written below it.\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lake.bringBack();
    return lake;
  }

  /** Nothing can be read or written from now on. */
  public void takeAway() {
    pointTo(obstacle());
  }

  /** Nothing is there from now on, as where a disk is not mounted. */
  public void unmount() {
    pointTo(empty());
  }

  /** Everything is there again. */
  public void bringBack() {
    pointTo(folder());
  }

  /** What an unmounted lake would be written to. */
  public Path empty() {
    return link.resolveSibling("lake.empty");
  }

  private Path folder() {
    return link.resolveSibling("lake.folder");
  }

  private Path obstacle() {
    return link.resolveSibling("lake.none");
  }

  private void pointTo(Path target) {
    try {
      Path incoming = link.resolveSibling("lake.incoming");
      Files.deleteIfExists(incoming);
      Files.createSymbolicLink(incoming, target.getFileName());
      Files.move(
          incoming, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
