package io.assay.lake;

import io.assay.model.AssayException;
import io.delta.storage.S3SingleDriverLogStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delta's log on an object store that writes an object only where there is none (S3's {@code
 * If-None-Match}). So of two writers of a table, in whatever processes, one commits a version and
 * the other is told; Delta's own store for S3 keeps writers of one process apart only.
 *
 * <p>Delta makes it, by {@code spark.delta.logStore.s3a.impl}. Needs Hadoop's S3A of 3.4.2 or
 * later. A store that overwrites all the same is found out before the first commit, once for each
 * process and bucket. Thread-safe.
 */
public final class ConditionalPutLogStore extends S3SingleDriverLogStore {
  private static final Logger LOG = LoggerFactory.getLogger(ConditionalPutLogStore.class);

  /** Delta passes over it: it is no entry of the log. */
  private static final String PROBE = "_assay_conditional_put_";

  private static final Set<String> TRIED = ConcurrentHashMap.newKeySet();

  /** As Delta calls it. */
  public ConditionalPutLogStore(Configuration hadoop) {
    super(hadoop);
  }

  @Override
  public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop)
      throws IOException {
    if (overwrite) {
      super.write(path, actions, true, hadoop);
      return;
    }
    FileSystem files = path.getFileSystem(hadoop);
    requireRefusal(files, path.getParent());
    put(files, path, bytes(actions));
  }

  /**
   * Writes an object that must not be there. What is there after a failure decides, and not the
   * failure: a client sends a request again whose answer was lost, and is then told that the object
   * which it has made itself is there.
   */
  private static void put(FileSystem files, Path path, byte[] content) throws IOException {
    try {
      create(files, path, content);
    } catch (IOException e) {
      byte[] found = read(files, path, e);
      if (!Arrays.equals(found, content)) {
        FileAlreadyExistsException taken = new FileAlreadyExistsException(path.toString());
        taken.initCause(e);
        throw taken;
      }
      LOG.info("{} was written, although its writing failed: {}", path, e.getMessage());
    }
  }

  private static void create(FileSystem files, Path path, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder =
        files
            .createFile(path)
            .recursive()
            .overwrite(true); // nothing is asked now; the condition holds for the whole object
    builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    FSDataOutputStream out = builder.build();
    try {
      out.write(content);
    } catch (IOException e) {
      out.abort(); // closing it would make an object of what was written so far
      throw e;
    }
    out.close();
  }

  /** What is there; throws the failure where nothing is. */
  private static byte[] read(FileSystem files, Path path, IOException failure) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** Tries it with an object of its own: a store that knows no condition ignores it in silence. */
  private static void requireRefusal(FileSystem files, Path folder) throws IOException {
    String bucket = folder.toUri().getScheme() + "://" + folder.toUri().getAuthority();
    if (TRIED.contains(bucket)) {
      return;
    }
    Path probe = new Path(folder, PROBE + UUID.randomUUID());
    create(files, probe, bytes("first"));
    try {
      if (isOverwritten(files, probe)) {
        throw new AssayException(
            AssayException.Kind.USER,
            "The store of %s overwrites an object that it was told not to overwrite (If-None-Match). Two writers of a table would destroy each other's commits there. Use a store with conditional writes, or Delta's own way: --conf spark.delta.logStore.s3a.impl=io.delta.storage.S3SingleDriverLogStore, with one process only that writes."
                .formatted(bucket));
      }
      TRIED.add(bucket);
    } finally {
      files.delete(probe, false);
    }
  }

  private static boolean isOverwritten(FileSystem files, Path probe) throws IOException {
    try {
      create(files, probe, bytes("second"));
      return true;
    } catch (PathIOException e) { // S3A's for a condition that does not hold
      LOG.debug("Not overwritten: {}", e.getMessage());
      return false;
    }
  }

  private static byte[] bytes(Iterator<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEachRemaining(line -> text.append(line).append('\n'));
    return bytes(text.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
