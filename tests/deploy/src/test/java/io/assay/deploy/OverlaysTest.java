package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the repository is in order: every overlay, rendered by kubectl. */
class OverlaysTest {
  private static final List<String> ENVIRONMENTS = List.of("dev", "staging", "prod");

  static Stream<String> overlays() {
    return Repository.overlays().stream();
  }

  @Test
  void thereIsAnOverlayOfEachEnvironmentForEachOperator() {
    assertThat(Repository.overlays())
        .containsExactlyInAnyOrderElementsOf(
            ENVIRONMENTS.stream().flatMap(name -> Stream.of(name, name + "-apache")).toList());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyObjectHasOnlyFieldsAndValuesThatItsKindHas(String overlay) {
    OperatorSchemas.assumeThere();
    List<String> faults = new ArrayList<>();
    for (Manifest manifest : Deployment.of(overlay).manifests()) {
      faults.addAll(
          OperatorSchemas.faults(manifest)
              .or(() -> KubernetesModels.faults(manifest))
              .orElse(List.of(manifest + ": a kind that nobody knows here")));
    }
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void whatIsStartedIsInTheImage(String overlay) {
    assertThat(ProgramRules.faults(Deployment.of(overlay))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void jobsAreStartedAgainAndStoppedAsTheOperatorReallyDoesIt(String overlay) {
    assertThat(RunningRules.faults(Deployment.of(overlay))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void jobsUnderstandTheirFilesAndHaveTheirSecrets(String overlay) {
    assertThat(ConfigurationRules.faults(Deployment.of(overlay))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void settingsAreSparks(String overlay) {
    assertThat(SparkSettingRules.faults(Deployment.of(overlay))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void rightsNetworkAndMonitoringFitTheJobs(String overlay) {
    assertThat(NamespaceRules.faults(Deployment.of(overlay))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyPipelineIsLandedAndRefinedAndKept(String overlay) {
    List<Application> applications = Deployment.of(overlay).applications();

    for (String pipeline : Repository.pipelines()) {
      List<String> jobs =
          applications.stream()
              .filter(application -> application.pipeline().equals(pipeline))
              .map(Application::job)
              .sorted()
              .toList();
      assertThat(jobs)
          .as(pipeline)
          .isIn(
              List.of("land", "refine", "upkeep"),
              List.of("land", "refine-nightly", "upkeep"),
              List.of("run", "upkeep"));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void anOverlayIsForOneOperatorAlone(String overlay) {
    List<String> groups =
        Deployment.of(overlay).applications().stream()
            .map(application -> application.manifest().group())
            .distinct()
            .sorted()
            .toList();

    assertThat(groups)
        .isEqualTo(
            overlay.endsWith("-apache")
                ? List.of("batch", "spark.apache.org")
                : List.of("sparkoperator.k8s.io"));
  }

  @Test
  void bothOperatorsGiveAJobTheSameSettings() {
    for (String environment : ENVIRONMENTS) {
      assertThat(
              SparkSettingRules.differences(
                  Deployment.of(environment), Deployment.of(environment + "-apache")))
          .isEmpty();
    }
  }

  @Test
  void upkeepRunsBesideAnObjectStoreToo() {
    for (String overlay : List.of("staging", "prod", "staging-apache", "prod-apache")) {
      assertThat(Deployment.of(overlay).applications())
          .filteredOn(application -> application.job().equals("upkeep"))
          .hasSize(Repository.pipelines().size())
          .noneMatch(application -> application.manifest().at("/spec/suspend").asBoolean());
    }
  }
}
