package io.assay.crash.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of the lake, which the jobs know by a symbolic link: so it can be taken away and
 * brought back in one step, for root too, whom no file mode stops.
 *
 * @param link what the jobs know
 */
public record Lake(Path link) {

  /** Makes an empty lake. */
  public static Lake create(Path directory) throws IOException {
    Lake lake = new Lake(directory.resolve("lake"));
    Files.createDirectories(lake.folder());
    Files.writeString(lake.obstacle(), "No folder: nothing can be written below it.\n");
    lake.pointTo(lake.folder());
    return lake;
  }

  /** Nothing can be read or written from now on. */
  public void takeAway() throws IOException {
    pointTo(obstacle());
  }

  /** Everything is there again. */
  public void bringBack() throws IOException {
    pointTo(folder());
  }

  /** Deletes the checkpoints of a pipeline's refine. */
  public void deleteCheckpoint(String pipeline) throws IOException {
    Path checkpoint = checkpoint(pipeline);
    if (Files.isDirectory(checkpoint)) {
      try (Stream<Path> files = Files.walk(checkpoint)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * Deletes the last file of the checkpoint's commit log.
   *
   * @return its name; empty if there is none
   */
  public Optional<String> deleteLastCommit(String pipeline) throws IOException {
    Path commits = checkpoint(pipeline).resolve("commits");
    if (!Files.isDirectory(commits)) {
      return Optional.empty();
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(commits)) {
      files = all.filter(file -> file.getFileName().toString().matches("[0-9]+")).toList();
    }
    Optional<Path> last =
        files.stream()
            .max(Comparator.comparingLong(file -> Long.parseLong(file.getFileName().toString())));
    if (last.isPresent()) {
      Files.delete(last.get());
      Files.deleteIfExists(commits.resolve("." + last.get().getFileName() + ".crc"));
    }
    return last.map(file -> file.getFileName().toString());
  }

  private Path checkpoint(String pipeline) {
    return link.resolve("checkpoints").resolve(pipeline).resolve("refine-lake");
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
