package io.assay.crash.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a lake, as this process reaches them.
 *
 * @param root a Hadoop path
 */
public record LakeFiles(String root) {

  /** Deletes the checkpoints of a pipeline's refine. */
  public void deleteCheckpoint(String pipeline) throws IOException {
    Path checkpoint = checkpoint(pipeline);
    of(checkpoint).delete(checkpoint, true);
  }

  /**
   * Deletes the last file of the checkpoint's commit log.
   *
   * @return its name; empty if there is none
   */
  public Optional<String> deleteLastCommit(String pipeline) throws IOException {
    Path commits = new Path(checkpoint(pipeline), "commits");
    FileSystem files = of(commits);
    Optional<Path> last;
    try {
      last =
          Arrays.stream(files.listStatus(commits))
              .map(FileStatus::getPath)
              .filter(file -> file.getName().matches("[0-9]+"))
              .max(Comparator.comparingLong(file -> Long.parseLong(file.getName())));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    if (last.isPresent()) {
      files.delete(last.get(), false); // with its checksum, where files have one
    }
    return last.map(Path::getName);
  }

  private Path checkpoint(String pipeline) {
    return new Path(root + "/checkpoints/" + pipeline + "/refine-lake");
  }

  private static FileSystem of(Path path) throws IOException {
    return path.getFileSystem(new Configuration());
  }
}
