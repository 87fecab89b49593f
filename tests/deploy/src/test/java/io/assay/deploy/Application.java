package io.assay.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A job of a pipeline, whichever operator runs it.
 *
 * @param manifest where it is written
 * @param mainClass what is started
 * @param jar its JAR in the image
 * @param arguments of the job
 * @param image what it runs in
 * @param sparkVersion what the operator is told about it; a CronJob tells nobody
 * @param conf Spark's settings that stand in the manifest
 * @param driverOptions of the driver's JVM
 * @param pods the driver's, and the executors' where there are some
 */
record Application(
    Manifest manifest,
    String mainClass,
    String jar,
    List<String> arguments,
    String image,
    Optional<String> sparkVersion,
    Map<String, String> conf,
    String driverOptions,
    List<Pod> pods) {
  private static final String KUBEFLOW = "sparkoperator.k8s.io";
  private static final String APACHE = "spark.apache.org";
  private static final String CRON_POD = "/spec/jobTemplate/spec/template";

  /** The application that an object describes, if it does. */
  static Stream<Application> of(Manifest manifest) {
    return switch (manifest.group() + " " + manifest.kind()) {
      case KUBEFLOW + " SparkApplication" -> Stream.of(kubeflow(manifest, manifest.at("/spec")));
      case KUBEFLOW + " ScheduledSparkApplication" ->
          Stream.of(kubeflow(manifest, manifest.at("/spec/template")));
      case APACHE + " SparkApplication" -> Stream.of(apache(manifest));
      case "batch CronJob" -> Stream.of(cronJob(manifest));
      default -> Stream.empty();
    };
  }

  /** land, refine, and so on. */
  String job() {
    return manifest.at("/metadata/labels").path("app.kubernetes.io/component").asText();
  }

  String pipeline() {
    return manifest.at("/metadata/labels").path("assay/pipeline").asText();
  }

  /** Whether it ends by itself and is started again by the clock. */
  boolean isScheduled() {
    return !manifest.kind().equals("SparkApplication");
  }

  Pod driver() {
    return pods.get(0);
  }

  @Override
  public String toString() {
    return manifest.toString();
  }

  private static Application kubeflow(Manifest manifest, JsonNode spec) {
    return new Application(
        manifest,
        spec.path("mainClass").asText(),
        withoutScheme(spec.path("mainApplicationFile").asText()),
        texts(spec.path("arguments")),
        spec.path("image").asText(),
        Optional.of(spec.path("sparkVersion").asText()),
        Manifest.texts(spec.path("sparkConf")),
        spec.at("/driver/javaOptions").asText(),
        List.of(
            Pod.ofKubeflow(spec.path("driver"), spec.path("volumes")),
            Pod.ofKubeflow(spec.path("executor"), spec.path("volumes"))));
  }

  private static Application apache(Manifest manifest) {
    Map<String, String> conf = manifest.texts("/spec/sparkConf");
    return new Application(
        manifest,
        manifest.text("/spec/mainClass"),
        withoutScheme(manifest.text("/spec/jars")),
        texts(manifest.at("/spec/driverArgs")),
        conf.getOrDefault("spark.kubernetes.container.image", ""),
        Optional.of(manifest.text("/spec/runtimeVersions/sparkVersion")),
        conf,
        conf.getOrDefault("spark.driver.extraJavaOptions", ""),
        List.of(
            Pod.ofTemplate(
                manifest.at("/spec/driverSpec/podTemplateSpec"), account(conf, "driver")),
            Pod.ofTemplate(
                manifest.at("/spec/executorSpec/podTemplateSpec"), account(conf, "executor"))));
  }

  private static String account(Map<String, String> conf, String role) {
    return conf.getOrDefault("spark.kubernetes.authenticate." + role + ".serviceAccountName", "");
  }

  /** Its command line is that of spark-submit: options, the JAR, arguments of the job. */
  private static Application cronJob(Manifest manifest) {
    JsonNode container = manifest.at(CRON_POD + "/spec/containers/0");
    List<String> words = new ArrayList<>(texts(container.path("command")));
    words.addAll(texts(container.path("args")));
    Map<String, String> options = new TreeMap<>();
    Map<String, String> conf = new TreeMap<>();
    int next = words.indexOf("/opt/spark/bin/spark-submit") + 1;
    for (; next < words.size() && words.get(next).startsWith("--"); next++) {
      String[] option = words.get(next).split("=", 2);
      if (option[0].equals("--conf")) {
        String[] setting = option[1].split("=", 2);
        conf.put(setting[0], setting[1]);
      } else {
        options.put(option[0], option[1]);
      }
    }
    return new Application(
        manifest,
        options.getOrDefault("--class", ""),
        next < words.size() ? words.get(next) : "",
        words.subList(Math.min(next + 1, words.size()), words.size()),
        container.path("image").asText(),
        Optional.empty(),
        conf,
        options.getOrDefault("--driver-java-options", ""),
        List.of(
            Pod.ofTemplate(
                manifest.at(CRON_POD), manifest.text(CRON_POD + "/spec/serviceAccountName"))));
  }

  private static String withoutScheme(String file) {
    return file.startsWith("local://") ? file.substring("local://".length()) : file;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
