package io.assay.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.AbstractFileSystem;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's {@code LocalFs}, checksums included, without its child processes: where Hadoop's native
 * library is not installed, that one starts {@code readlink} and {@code chmod} a dozen times for
 * each micro-batch, to write a checkpoint or a Delta log on a local disk. Here Java does both.
 *
 * <p>Hadoop makes it, by {@code fs.AbstractFileSystem.file.impl}. Thread-safe as what it extends.
 */
public final class InProcessLocalFs extends ChecksumFs {

  /**
   * As Hadoop calls it.
   *
   * @param uri ignored: there is one local file system
   */
  public InProcessLocalFs(URI uri, Configuration configuration)
      throws IOException, URISyntaxException {
    super(raw(configuration));
  }

  private static AbstractFileSystem raw(Configuration configuration)
      throws IOException, URISyntaxException {
    return new Raw(configuration);
  }

  /** Without checksums. */
  private static final class Raw extends DelegateToFileSystem {
    private Raw(Configuration configuration) throws IOException, URISyntaxException {
      super(
          FsConstants.LOCAL_FS_URI,
          new PlainFiles(),
          configuration,
          FsConstants.LOCAL_FS_URI.getScheme(),
          /* authority needed */ false);
    }

    @Override
    public boolean isValidName(String path) {
      return true; // the local file system judges, as in Hadoop's own
    }
  }

  private static final class PlainFiles extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      String text = permission.toString().substring(0, 9); // what follows is the sticky bit
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(text));
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return Files.isSymbolicLink(pathToFile(path).toPath())
          ? super.getFileLinkStatus(path)
          : getFileStatus(path);
    }
  }
}
