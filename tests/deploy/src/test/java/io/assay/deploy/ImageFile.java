package io.assay.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The instructions of {@code k8s/image/Dockerfile}.
 *
 * @param instructions each with its words
 */
record ImageFile(List<List<String>> instructions) {
  static ImageFile read() {
    return new ImageFile(
        Repository.text("k8s/image/Dockerfile")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> Arrays.asList(line.split(" +")))
            .toList());
  }

  /** The words of all instructions of a kind, without the first. */
  List<List<String>> all(String instruction) {
    return instructions.stream()
        .filter(words -> words.get(0).equals(instruction))
        .map(words -> words.subList(1, words.size()))
        .toList();
  }

  /** What is copied, as paths from the root of the repository. */
  List<String> sources() {
    return all("COPY").stream()
        .flatMap(words -> words.subList(0, words.size() - 1).stream())
        .toList();
  }

  /** Where that is in the image. */
  List<String> copied() {
    List<String> copied = new ArrayList<>();
    for (List<String> words : all("COPY")) {
      String folder = words.get(words.size() - 1);
      for (String source : words.subList(0, words.size() - 1)) {
        copied.add(folder + source.substring(source.lastIndexOf('/') + 1));
      }
    }
    return copied;
  }
}
