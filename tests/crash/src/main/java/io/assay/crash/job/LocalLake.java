package io.assay.crash.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder, which the jobs know by a symbolic link: so it can be taken away and brought back in one
 * step, for root too, whom no file mode stops.
 *
 * @param link what the jobs know
 */
record LocalLake(Path link) implements Lake {

  static LocalLake create(Path directory) throws IOException {
    LocalLake lake = new LocalLake(directory.resolve("lake"));
    Files.createDirectories(lake.folder());
    Files.writeString(lake.obstacle(), "No folder: nothing can be written below it.\n");
    lake.pointTo(lake.folder());
    return lake;
  }

  @Override
  public String settings() {
    return "root = \"%s\"".formatted(link.toUri().toString().replaceAll("/$", ""));
  }

  @Override
  public LakeFiles files() {
    return new LakeFiles(link.toString());
  }

  @Override
  public void takeAway() throws IOException {
    pointTo(obstacle());
  }

  @Override
  public void bringBack() throws IOException {
    pointTo(folder());
  }

  @Override
  public void close() {
    // the folder stays, to look at
  }

  private Path folder() {
    return link.resolveSibling("lake.folder");
  }

  private Path obstacle() {
    return link.resolveSibling("lake.none");
  }

  private void pointTo(Path target) throws IOException {
    Path incoming = link.resolveSibling("lake.incoming");
    Files.deleteIfExists(incoming);
    Files.createSymbolicLink(incoming, target.getFileName());
    Files.move(incoming, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
