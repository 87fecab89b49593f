package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The profiles for {@code --properties-file}. Those of local and standalone are used by tests that
 * submit; the one of Kubernetes says what the operators' manifests say.
 */
class ProfilesTest {
  private static final String FOLDER = "conf/profiles";
  private static final List<String> OF_EXECUTORS =
      List.of("spark.driver.memory", "spark.executor.memory", "spark.executor.cores");

  static List<String> profiles() {
    return Repository.names(Repository.ROOT.resolve(FOLDER));
  }

  @Test
  void thereIsOneForEachKindOfMaster() {
    assertThat(profiles())
        .containsExactly(
            "kubernetes.properties",
            "local.properties",
            "standalone.properties",
            "yarn.properties");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everySettingIsOneThatSparkHas(String profile) {
    assertThat(settings(profile).keySet()).isNotEmpty().allMatch(SparkSettingRules::isKnown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone.properties", "yarn.properties"})
  void aDriverAndAnExecutorAreOfOneSizeEverywhere(String profile) {
    Map<String, String> kubernetes = settings("kubernetes.properties");
    OF_EXECUTORS.forEach(
        setting -> assertThat(settings(profile)).containsEntry(setting, kubernetes.get(setting)));
  }

  @Test
  void kubernetesHasTheSettingsOfTheManifests() throws IOException {
    Map<String, String> manifest = new TreeMap<>();
    JsonNode conf =
        new ObjectMapper(new YAMLFactory())
            .readTree(Repository.text("k8s/spark-operator/application/apache.yaml"))
            .at("/spec/sparkConf");
    conf.properties().forEach(one -> manifest.put(one.getKey(), one.getValue().asText()));
    manifest.remove("spark.kubernetes.container.image"); // who submits names it

    assertThat(settings("kubernetes.properties")).isEqualTo(manifest);
  }

  private static Map<String, String> settings(String profile) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Repository.text(FOLDER + "/" + profile)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }
}
