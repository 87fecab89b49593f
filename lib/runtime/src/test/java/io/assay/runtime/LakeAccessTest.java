package io.assay.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Environment.Lake;
import io.assay.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeAccessTest {
  @TempDir Path directory;

  @Test
  void withoutTheClientOfS3TheUserIsToldHowToGetIt() {
    LakeAccess access = new LakeAccess(new Lake("s3a://plant/assay"));

    assertThatThrownBy(() -> access.configure(new SparkConf(false)))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("The lake is s3a://plant/assay, and this Spark has no client for")
        .hasMessageContaining("docs/operations.md");
  }

  @Test
  void anotherLakeNeedsNothingOfSpark() {
    SparkConf conf = new SparkConf(false);

    new LakeAccess(new Lake("hdfs://namenode:8020/assay")).configure(conf);

    assertThat(conf.getAll()).isEmpty();
  }

  @Test
  void hadoopGetsOptionsAndSecrets() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "open sesame\n");
    Lake lake =
        new Lake(
            "s3a://plant/assay",
            Map.of("fs.s3a.endpoint", "https://s3.plant"),
            Map.of("fs.s3a.secret.key", new Secret.FromFile(key.toString())));
    Configuration hadoop = new Configuration(false);

    new LakeAccess(lake).open(hadoop);

    assertThat(hadoop.get("fs.s3a.endpoint")).isEqualTo("https://s3.plant");
    assertThat(hadoop.get("fs.s3a.secret.key")).isEqualTo("open sesame");
  }
}
