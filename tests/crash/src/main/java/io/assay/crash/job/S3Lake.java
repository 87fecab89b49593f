package io.assay.crash.job;

import io.assay.sandbox.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A bucket, which is away while its server is: it is killed, and started again. The server keeps
 * each object in a file, so this process reads the files.
 *
 * @param secretKey the file with the key, for the jobs
 */
record S3Lake(S3Server server, Path secretKey) implements Lake {
  private static final String FOLDER = "crash";

  static S3Lake create(Path directory) throws IOException {
    S3Server server = S3Server.start(directory.resolve("s3"));
    Path file = directory.resolve("s3.key");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, server.secretKey());
    return new S3Lake(server, file);
  }

  @Override
  public String settings() {
    return """
    root = "s3a://%s/%s"
      options {
        "fs.s3a.endpoint" = "%s"
        "fs.s3a.path.style.access" = true
        "fs.s3a.access.key" = "%s"
      }
      secrets { "fs.s3a.secret.key" = { file = "%s" } }"""
        .formatted(S3Server.BUCKET, FOLDER, server.endpoint(), server.accessKey(), secretKey);
  }

  @Override
  public LakeFiles files() {
    return new LakeFiles(server.bucket().resolve(FOLDER).toString());
  }

  @Override
  public void takeAway() {
    server.kill();
  }

  @Override
  public void bringBack() {
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }
}
