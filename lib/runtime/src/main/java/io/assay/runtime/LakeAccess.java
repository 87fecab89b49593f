package io.assay.runtime;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/** What a session needs to reach a lake. */
final class LakeAccess {
  private static final String S3A = "s3a";
  private static final String S3A_CLIENT = "org.apache.hadoop.fs.s3a.S3AFileSystem";
  private static final String CHECKPOINTS = "spark.sql.streaming.checkpointFileManagerClass";

  /** Writes a checkpoint's file in one request, where others write, copy and delete. */
  private static final String ABORTABLE =
      "org.apache.spark.internal.io.cloud.AbortableStreamBasedCheckpointFileManager";

  private final Environment.Lake lake;

  LakeAccess(Environment.Lake lake) {
    this.lake = lake;
  }

  /**
   * Completes what the user has set.
   *
   * @throws AssayException if the client for this kind of lake is not there
   */
  void configure(SparkConf conf) {
    if (!isS3a()) {
      return;
    }
    if (!isThere(S3A_CLIENT)) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The lake is %s, and this Spark has no client for s3a://. Add the JARs that docs/operations.md names under \"Lake on S3\" to the folder jars of SPARK_HOME, or unset SPARK_HOME: the Spark that submit/assay assembles has them."
              .formatted(lake.root()));
    }
    if (isThere(ABORTABLE)) {
      conf.setIfMissing(CHECKPOINTS, ABORTABLE);
    }
  }

  /**
   * Gives Hadoop its options, the secrets among them. They are not part of Spark's configuration,
   * which Spark shows and logs; tasks get them with Hadoop's.
   */
  void open(Configuration hadoop) {
    lake.options().forEach(hadoop::set);
    lake.secrets().forEach((name, secret) -> hadoop.set(name, secret.reveal()));
  }

  private boolean isS3a() {
    return S3A.equals(new Path(lake.root()).toUri().getScheme());
  }

  private static boolean isThere(String type) {
    try {
      Class.forName(type, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
