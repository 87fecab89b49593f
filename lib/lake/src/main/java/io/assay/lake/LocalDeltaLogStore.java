package io.assay.lake;

import io.delta.storage.LocalLogStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log on a local disk, listed by name. Delta lists what follows a version several times in
 * each commit and whenever a stream asks for new records. Its own store asks for the attributes of
 * every file in the folder to that end, which takes the longer the longer the log is; this one only
 * for those that are wanted.
 *
 * <p>Delta makes it, by {@code spark.delta.logStore.file.impl}. Thread-safe.
 */
public final class LocalDeltaLogStore extends LocalLogStore {

  /** As Delta calls it. */
  public LocalDeltaLogStore(Configuration configuration) {
    super(configuration);
  }

  /**
   * The files of a folder from a name on, in the order of their names; without checksum files of
   * Hadoop, whose names come before those of Delta. One that goes meanwhile is not among them.
   *
   * @throws FileNotFoundException if there is no such folder
   */
  @Override
  public Iterator<FileStatus> listFrom(Path from, Configuration configuration) throws IOException {
    FileSystem files = from.getFileSystem(configuration);
    Path folder = files.makeQualified(from.getParent());
    java.nio.file.Path local = java.nio.file.Path.of(folder.toUri().getPath());
    String[] names = local.toFile().list();
    if (names == null) {
      throw new FileNotFoundException("There is no folder " + folder);
    }
    Arrays.sort(names);
    int first = Arrays.binarySearch(names, from.getName());
    List<FileStatus> found = new ArrayList<>();
    for (String name : List.of(names).subList(first < 0 ? -first - 1 : first, names.length)) {
      try {
        found.add(
            status(
                new Path(folder, name),
                Files.readAttributes(local.resolve(name), BasicFileAttributes.class),
                files));
      } catch (NoSuchFileException e) {
        continue; // upkeep has removed it, or a writer its temporary file
      }
    }
    return found.iterator();
  }

  private static FileStatus status(Path path, BasicFileAttributes attributes, FileSystem files) {
    return new FileStatus(
        attributes.size(),
        attributes.isDirectory(),
        1,
        files.getDefaultBlockSize(path),
        attributes.lastModifiedTime().toMillis(),
        path);
  }
}
