package io.assay.runtime;

import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The files of {@code --files}, in the working directory of the driver, where relative paths of the
 * command line and of definitions find them. YARN and Kubernetes bring them there, and every
 * cluster brings them to executors; but on a standalone cluster in cluster mode the driver is
 * without them until it has a session, and it has none before it has read its definitions.
 */
final class ShippedFiles {
  private ShippedFiles() {}

  /** Copies those that are not there yet; does nothing but on a standalone cluster. */
  static void bring(SparkConf conf) {
    if (!conf.get("spark.master", "").startsWith("spark://")
        || !conf.get("spark.submit.deployMode", "").equals("cluster")) {
      return;
    }
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
    Arrays.stream(conf.get("spark.files", "").split(","))
        .map(String::strip)
        .filter(file -> !file.isEmpty())
        .map(org.apache.hadoop.fs.Path::new)
        .forEach(file -> bring(file, hadoop));
  }

  private static void bring(org.apache.hadoop.fs.Path file, Configuration hadoop) {
    Path here = Path.of(file.getName()).toAbsolutePath();
    if (Files.exists(here)) {
      return;
    }
    try (FileSystem there = FileSystem.newInstance(file.toUri(), hadoop)) {
      there.copyToLocalFile(
          /* delete the source */ false,
          file,
          new org.apache.hadoop.fs.Path(here.toUri()),
          /* without a file of checksums */ true);
    } catch (IOException e) {
      throw new AssayException(
          AssayException.Kind.EXTERNAL,
          "Cannot read "
              + file
              + " of --files on this node. Put it where every node reads it, such as hdfs://…, or"
              + " name a path that every node has.",
          e);
    }
  }
}
