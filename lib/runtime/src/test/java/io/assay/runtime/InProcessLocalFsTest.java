package io.assay.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessLocalFsTest {
  @TempDir Path directory;

  /** What Spark's checkpoints and Delta's log do with each file. */
  private void writeAndRename(Configuration configuration, String name) throws IOException {
    FileContext files = FileContext.getFileContext(FsConstants.LOCAL_FS_URI, configuration);
    org.apache.hadoop.fs.Path temporary = path("." + name + ".tmp");
    try (FSDataOutputStream out =
        files.create(
            temporary,
            EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
            Options.CreateOpts.perms(new FsPermission("640")))) {
      out.write("content".getBytes(UTF_8));
    }
    files.rename(temporary, path(name), Options.Rename.OVERWRITE);
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  private static Configuration configured() {
    return SparkHadoopUtil.get().newConfiguration(SessionFactory.configure(new SparkConf(false)));
  }

  private List<String> processes(Configuration configuration, String name) throws IOException {
    Path recorded = directory.resolve(name + ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      writeAndRename(configuration, name);
      recording.stop();
      recording.dump(recorded);
    }
    return RecordingFile.readAllEvents(recorded).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
        .map(event -> event.getString("command"))
        .toList();
  }

  @Test
  void aFileOfACheckpointStartsNoProcess() throws IOException {
    assertThat(processes(new Configuration(), "theirs")).as("Hadoop's own does").isNotEmpty();

    assertThat(processes(configured(), "ours")).isEmpty();
  }

  @Test
  void filesHaveTheirContentPermissionsAndChecksums() throws IOException {
    writeAndRename(configured(), "5");

    assertThat(directory.resolve("5")).hasContent("content");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("5"))))
        .isEqualTo("rw-r-----");
    assertThat(directory.resolve(".5.crc")).exists();
    FileContext theirs = FileContext.getFileContext(FsConstants.LOCAL_FS_URI, new Configuration());
    assertThat(theirs.open(path("5")).readAllBytes()).asString(UTF_8).isEqualTo("content");
  }

  @Test
  void aSymbolicLinkIsToldFromWhatItLeadsTo() throws IOException {
    FileContext files = FileContext.getFileContext(FsConstants.LOCAL_FS_URI, configured());
    writeAndRename(configured(), "file");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("file"));

    assertThat(files.getFileStatus(path("link")).getLen()).isEqualTo(7);
    assertThat(files.getFileLinkStatus(path("file")).isFile()).isTrue();
    assertThat(files.util().exists(path("link"))).isTrue();
  }
}
