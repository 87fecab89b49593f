package io.assay.tests;

import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of docs/architecture.md: who may know whom. */
class ArchitectureTest {
  private static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("postgres", Set.of("model")),
          Map.entry("engine", Set.of("model")),
          Map.entry("lake", Set.of("model")),
          Map.entry("runtime", Set.of("model")),
          Map.entry("flow", Set.of("model", "postgres", "engine", "lake", "runtime")),
          Map.entry("sandbox", Set.of()),
          Map.entry("feed", Set.of("model", "runtime")),
          Map.entry("land", Set.of("model", "runtime", "flow")),
          Map.entry("refine", Set.of("model", "runtime", "flow")),
          Map.entry("run", Set.of("model", "runtime", "flow")),
          Map.entry("propose", Set.of("model")),
          Map.entry("cases", Set.of("model", "postgres", "engine", "lake", "flow")),
          Map.entry(
              "admin",
              Set.of(
                  "model", "runtime", "postgres", "lake", "engine", "flow", "propose", "cases")));

  private static final String SAYS_NOTHING =
      "utils?|helpers?|commons?|misc|managers?|impl|shared|tools?|base|core";

  private static JavaClasses all;

  @BeforeAll
  static void importAllModules() throws IOException {
    all = new ClassFileImporter().importPaths(classDirectories());
  }

  private static List<Path> classDirectories() throws IOException {
    Path root = Repository.root();
    try (Stream<Path> lib = Files.list(root.resolve("lib"));
        Stream<Path> jobs = Files.list(root.resolve("jobs"))) {
      return Stream.concat(lib, jobs)
          .map(module -> module.resolve("target").resolve("classes"))
          .filter(Files::isDirectory)
          .toList();
    }
  }

  static Stream<String> modules() {
    return KNOWS.keySet().stream().sorted();
  }

  @Test
  void everyModuleHasItsLineInTheTable() {
    assertThat(all.stream().map(ArchitectureTest::module).collect(Collectors.toSet()))
        .isEqualTo(KNOWS.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleKnowsOnlyWhatTheTableSays(String module) {
    Set<String> known = new TreeSet<>(KNOWS.get(module));
    known.add(module);
    classes()
        .that(describe("are in " + module, type -> module(type).equals(module)))
        .should(
            onlyDependOnClassesThat(
                describe(
                    "are in " + known + " or not ours",
                    type -> !isOurs(type) || known.contains(module(type)))))
        .check(all);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void onlyModulesMadeForSparkKnowIt(String module) {
    if (!Set.of("model", "postgres", "sandbox").contains(module)) {
      return;
    }
    noClasses()
        .that(describe("are in " + module, type -> module(type).equals(module)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "org.apache.hadoop..",
            "scala..",
            "io.delta..",
            "org.apache.kafka..")
        .check(all);
  }

  @Test
  void packagesAreNamedAfterWhatTheyAreAbout() {
    noClasses()
        .that(describe("are ours", ArchitectureTest::isOurs))
        .should()
        .haveNameMatching(".*\\.(" + SAYS_NOTHING + ")\\..*")
        .check(all);
  }

  @Test
  void typesAreNamedAfterWhatTheyAre() {
    noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Helpers?|Manager|Impl|Constants)(\\$.*)?")
        .check(all);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("io.assay.");
  }

  /** The module is the package below io.assay. */
  private static String module(JavaClass type) {
    return type.getPackageName().split("\\.", -1)[2];
  }

  private static DescribedPredicate<JavaClass> describe(
      String description, java.util.function.Predicate<JavaClass> predicate) {
    return DescribedPredicate.describe(description, predicate);
  }
}
