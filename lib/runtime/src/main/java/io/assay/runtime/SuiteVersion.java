package io.assay.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the suite that this code was built as; the ledger keeps it for every run. */
public final class SuiteVersion {
  private SuiteVersion() {}

  /** The version, such as {@code 1.2.0}. */
  public static String current() {
    try (InputStream resource = SuiteVersion.class.getResourceAsStream("suite.properties")) {
      Properties properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the version of the suite from its own JAR", e);
    }
  }
}
