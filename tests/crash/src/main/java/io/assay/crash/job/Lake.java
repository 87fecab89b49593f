package io.assay.crash.job;

import java.io.IOException;
import java.nio.file.Path;

/** Where the lake is, and how it goes away. */
public interface Lake extends AutoCloseable {

  /** Kinds of lakes. */
  enum Kind {
    /** A folder of this machine. */
    LOCAL,
    /** HDFS, of a NameNode and a DataNode. */
    HDFS,
    /** A bucket of an S3 server. */
    S3;

    /** Starts the servers that it needs, and makes it, empty. */
    Lake create(Path directory) throws IOException {
      return switch (this) {
        case LOCAL -> LocalLake.create(directory);
        case HDFS -> HdfsLake.create(directory);
        case S3 -> S3Lake.create(directory);
      };
    }
  }

  /** What stands in the environment's {@code lake}. */
  String settings();

  /** The same folder for this process. */
  LakeFiles files();

  /** Nothing can be read or written from now on. */
  void takeAway() throws IOException;

  /** Everything is there again. */
  void bringBack() throws IOException;

  @Override
  void close();
}
