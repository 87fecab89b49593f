package io.assay.model.file;

import io.assay.model.AssayException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What reading a pipeline and reading an environment have in common. */
final class DefinitionFile {
  private DefinitionFile() {}

  static String text(String what, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Cannot read the %s file %s: %s. Check the path.".formatted(what, file, reason(e)),
          e);
    }
  }

  static <T> T parse(
      String what,
      String name,
      String text,
      Map<String, String> environment,
      Section section,
      Function<Node, Optional<T>> parser) {
    Faults faults = new Faults();
    HoconDocument document = new HoconDocument(faults);
    Optional<T> definition =
        document
            .read(name, text, environment)
            .map(root -> new Node(new Reading(document, faults), section, List.of(), root))
            .flatMap(parser);
    faults.throwIfAny(what, name);
    return definition.orElseThrow(
        () ->
            new AssayException(
                AssayException.Kind.INTERNAL,
                "The " + what + " " + name + " is empty without a fault"));
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof CharacterCodingException ? "it is not UTF-8 text" : e.getMessage();
  }
}
