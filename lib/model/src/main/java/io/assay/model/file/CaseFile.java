package io.assay.model.file;

import io.assay.model.AssayException;
import io.assay.model.cases.CaseSuite;
import java.nio.file.Path;
import java.util.Map;

/**
 * The cases of a pipeline as people write them, beside the pipeline file: {@code orders.conf} has
 * {@code orders.cases.conf}. Every fault of the file is told at once.
 */
public final class CaseFile {
  private static final String WHAT = "case";

  private CaseFile() {}

  /** Where the cases of a pipeline file are. */
  public static Path beside(Path pipeline) {
    String name = pipeline.getFileName().toString();
    String stem = name.endsWith(".conf") ? name.substring(0, name.length() - 5) : name;
    return pipeline.resolveSibling(stem + ".cases.conf");
  }

  /**
   * Reads a case file.
   *
   * @throws AssayException (USER) with a line for every fault
   */
  public static CaseSuite parse(Path file) {
    CaseParser parser = new CaseParser(file.toAbsolutePath().getParent());
    return DefinitionFile.parse(
        WHAT,
        file.toString(),
        DefinitionFile.text(WHAT, file),
        System.getenv(),
        CaseSections.FILE,
        parser::parse);
  }

  /**
   * Reads cases from a text.
   *
   * @param folder where files that the cases name are looked for
   * @throws AssayException (USER) with a line for every fault
   */
  public static CaseSuite parse(String name, String text, Path folder) {
    return DefinitionFile.parse(
        WHAT, name, text, Map.of(), CaseSections.FILE, new CaseParser(folder)::parse);
  }
}
