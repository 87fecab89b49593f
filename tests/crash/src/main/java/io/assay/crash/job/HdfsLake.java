package io.assay.crash.job;

import io.assay.sandbox.HdfsCluster;
import java.nio.file.Path;

/** A folder of HDFS, which is away while its servers are: both are killed, and started again. */
record HdfsLake(HdfsCluster hdfs) implements Lake {

  static HdfsLake create(Path directory) {
    return new HdfsLake(HdfsCluster.start(directory.resolve("hdfs")));
  }

  @Override
  public String settings() {
    return "root = \"%s\"\n  options { dfs.replication = 1 }".formatted(root());
  }

  @Override
  public LakeFiles files() {
    return new LakeFiles(root());
  }

  @Override
  public void takeAway() {
    hdfs.kill();
  }

  @Override
  public void bringBack() {
    hdfs.restart();
  }

  @Override
  public void close() {
    hdfs.close();
  }

  private String root() {
    return hdfs.url() + "/lake";
  }
}
