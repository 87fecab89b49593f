package io.assay.feed.generate;

import java.util.List;
import java.util.Random;

/**
 * What the plant makes, out of what, and how: few parts for many items, as in the departments' own
 * sheets.
 */
final class Catalogue {
  private static final List<Part> PARTS =
      List.of(
          new Part("tub", "sheet steel", "10"),
          new Part("tub", "sheet steel", "12"),
          new Part("outer cabinet", "sheet steel", "16"),
          new Part("pump", "plastics", "10"),
          new Part("spin tub", "stainless steel", "5"),
          new Part("spin tub", "steel (enameling iron) Porcelain coating", "5"),
          new Part("wash tub", "(enameling iron) Porcelain coating", "24"),
          new Part("balance ring", "plastics", "3"),
          new Part("balance ring", "porcelain enamel", "8"),
          new Part("balance ring", "stainless steel", "2.5"),
          new Part("transmission gears", "cast aluminum", "20"),
          new Part("plastic brackets", "plastics", "2"),
          new Part("door seal", "plastics", "1"),
          new Part("drum pulley", "cast aluminum", "0.75"));

  private static final List<String> SUB_ASSEMBLY_PROCESSES =
      List.of(
          "Transmission Assembly",
          "Electrical Assembly",
          "Tub assemblies",
          "Mechanical Assembly",
          "Weld Assembly",
          "Spot Weld Assembly");

  private static final List<String> ASSEMBLY_PROCESSES =
      List.of(
          "Component Integration",
          "Electrical Testing",
          "Compliance",
          "Certification Standards",
          "pivot dome",
          "brake assembly",
          "module",
          "Powder Coating Process",
          "Testing and Inspection");

  private Catalogue() {}

  /** What items have in common. */
  record Part(String name, String rawMaterial, String quantity) {}

  static Part part(Random random) {
    return oneOf(PARTS, random);
  }

  static String subAssemblyProcess(Random random) {
    return oneOf(SUB_ASSEMBLY_PROCESSES, random);
  }

  static String assemblyProcess(Random random) {
    return oneOf(ASSEMBLY_PROCESSES, random);
  }

  static <T> T oneOf(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
