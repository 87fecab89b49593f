package io.assay.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings are ones that this Spark has, and that the operator leaves to the manifest. */
final class SparkSettingRules {
  /** Names that Spark puts together, or whose end is somebody else's. */
  private static final Pattern OPEN =
      Pattern.compile(
          "spark\\.(hadoop\\..+"
              + "|metrics\\.conf\\..+"
              + "|kubernetes\\.authenticate\\.(driver|executor)\\.serviceAccountName)");

  /** What the Kubeflow operator refuses, since it has fields for it. */
  private static final Pattern REFUSED_BY_KUBEFLOW =
      Pattern.compile(
          "spark\\.(master"
              + "|kubernetes\\.driver\\.master"
              + "|kubernetes\\.namespace"
              + "|kubernetes\\.((driver|executor)\\.)?container\\.image"
              + "|kubernetes\\.authenticate\\.(driver|executor)\\.serviceAccountName"
              + "|kubernetes\\.authenticate\\..*oauthToken(File)?"
              + "|dynamicAllocation\\..*)");

  private static final Pattern DECLARES_SETTINGS =
      Pattern.compile("/(internal/config/|k8s/Config|deploy/yarn/config/)");
  private static final Pattern NAME = Pattern.compile("spark\\.[A-Za-z0-9.]+[A-Za-z0-9]");
  private static final Set<String> KNOWN = known();

  private SparkSettingRules() {}

  static List<String> faults(Deployment deployment) {
    List<String> faults = new ArrayList<>();
    for (Application application : deployment.applications()) {
      for (String key : application.conf().keySet()) {
        if (!isKnown(key)) {
          faults.add(application + ": Spark has no setting " + key);
        }
        if (application.manifest().apiVersion().startsWith("sparkoperator.k8s.io/")
            && REFUSED_BY_KUBEFLOW.matcher(key).matches()) {
          faults.add(application + ": the operator refuses the setting " + key);
        }
      }
    }
    return faults;
  }

  /** Whether this Spark, or what it passes it on to, knows a setting. */
  static boolean isKnown(String key) {
    return KNOWN.contains(key) || OPEN.matcher(key).matches();
  }

  /** All names that stand as constants in the classes that declare settings. */
  private static Set<String> known() {
    Set<String> known = new TreeSet<>();
    Stream.of(
            "org.apache.spark.SparkContext",
            "org.apache.spark.deploy.k8s.Config",
            "org.apache.spark.deploy.yarn.Client")
        .map(SparkSettingRules::jar)
        .forEach(jar -> read(jar, known));
    return known;
  }

  private static Path jar(String className) {
    String file = className.replace('.', '/') + ".class";
    String place = SparkSettingRules.class.getClassLoader().getResource(file).toString();
    return Path.of(URI.create(place.substring("jar:".length(), place.indexOf('!'))));
  }

  private static void read(Path path, Set<String> known) {
    try (JarFile jar = new JarFile(path.toFile())) {
      List<String> classes =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class"))
              .filter(DECLARES_SETTINGS.asPredicate())
              .toList();
      for (String name : classes) {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
          String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
          NAME.matcher(text).results().map(MatchResult::group).forEach(known::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both operators give a job the same settings, but for those that one of them has fields for. */
  static List<String> differences(Deployment kubeflow, Deployment apache) {
    List<String> differences = new ArrayList<>();
    for (Application application : kubeflow.applications()) {
      if (application.isScheduled()) {
        continue;
      }
      Manifest other = apache.the("SparkApplication", application.manifest().name());
      Map<String, String> settings = other.texts("/spec/sparkConf");
      application
          .conf()
          .forEach(
              (key, value) -> {
                if (!value.equals(settings.get(key))) {
                  differences.add(application + ": " + key + " is " + settings.get(key));
                }
              });
      for (Map.Entry<String, String> field : FIELDS.entrySet()) {
        String value = application.manifest().text("/spec" + field.getKey());
        if (!value.equals(settings.get(field.getValue()))) {
          differences.add(application + ": " + field.getValue() + " is not " + value);
        }
      }
    }
    return differences;
  }

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("/driver/cores", "spark.driver.cores"),
          Map.entry("/driver/coreRequest", "spark.kubernetes.driver.request.cores"),
          Map.entry("/driver/memory", "spark.driver.memory"),
          Map.entry("/driver/memoryOverhead", "spark.driver.memoryOverhead"),
          Map.entry("/driver/javaOptions", "spark.driver.extraJavaOptions"),
          Map.entry("/executor/instances", "spark.executor.instances"),
          Map.entry("/executor/cores", "spark.executor.cores"),
          Map.entry("/executor/coreRequest", "spark.kubernetes.executor.request.cores"),
          Map.entry("/executor/memory", "spark.executor.memory"),
          Map.entry("/executor/memoryOverhead", "spark.executor.memoryOverhead"));
}
