package io.assay.tests;

import io.assay.sandbox.HdfsCluster;
import io.assay.sandbox.S3Server;
import java.nio.file.Path;
import java.util.Map;

/**
 * A place for the lake of an environment that is no folder of this machine.
 *
 * @param root as the environment has it
 * @param settings what the environment says besides the root
 * @param variables environment variables that hold its secrets
 * @param readable where Delta reads the same tables
 * @param bytes where everything that is stored there lies on the disk of this machine
 */
record LakeSite(
    String root, String settings, Map<String, String> variables, String readable, Path bytes) {
  private static final String ACCESS_KEY = "ASSAY_TEST_S3_ACCESS_KEY";

  /** The environment variable with the key that requests are signed with. */
  static final String SECRET_KEY = "ASSAY_TEST_S3_SECRET_KEY";

  /** A folder of HDFS. */
  static LakeSite on(HdfsCluster hdfs, String folder) {
    String root = hdfs.url() + "/" + folder;
    return new LakeSite(
        root, "options { dfs.replication = 1 }", Map.of(), root, hdfs.directory().resolve("data"));
  }

  /** A folder of the bucket; the server keeps each object in a file, which is read as it is. */
  static LakeSite on(S3Server s3, String folder) {
    Path files = s3.bucket().resolve(folder);
    return new LakeSite(
        "s3a://" + S3Server.BUCKET + "/" + folder,
        """
        options { "fs.s3a.endpoint" = "%s", "fs.s3a.path.style.access" = true }
          secrets { "fs.s3a.access.key" = { env = %s }, "fs.s3a.secret.key" = { env = %s } }"""
            .formatted(s3.endpoint(), ACCESS_KEY, SECRET_KEY),
        Map.of(ACCESS_KEY, s3.accessKey(), SECRET_KEY, s3.secretKey()),
        files.toString(),
        files);
  }
}
