package io.assay.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Rights, network and monitoring fit the applications. */
final class NamespaceRules {
  private static final Set<String> MAY_TOUCH =
      Set.of("pods", "services", "configmaps", "persistentvolumeclaims");
  private static final String DRIVER = "assay";
  private static final int SPARK_USER = 185;

  /**
   * Of Spark 4.1.1's PrometheusServlet and PrometheusResource, of Prometheus and
   * kube-state-metrics; ours are those of docs/metrics.md.
   */
  private static final Set<String> METRICS =
      Set.of(
          "up",
          "metrics_executor_maxTasks",
          "metrics_assay_driver_spark_streaming_(land|refine_lake|refine_kafka)_latency_Value",
          "kube_pod_container_status_waiting_reason");

  private static final Pattern METRIC =
      Pattern.compile(
          "\\b(up|metrics_[A-Za-z_(|)]+|kube_[a-z_]+|assay_[a-z_]+_(total|seconds|offsets|info))\\b");

  /** As the page about metrics has them, which a test holds against the code. */
  private static final Pattern OURS = Pattern.compile("(?m)^\\| `(assay_\\w+)`");

  private static final Pattern PORT = Pattern.compile(":([0-9]+)(?=[,/?]|$)");

  private NamespaceRules() {}

  static List<String> faults(Deployment deployment) {
    List<String> faults = new ArrayList<>();
    Set<String> namespaces = new TreeSet<>();
    deployment.manifests().forEach(each -> namespaces.add(each.text("/metadata/namespace")));
    if (namespaces.size() != 1 || namespaces.contains("")) {
      faults.add("not one namespace: " + namespaces);
    }
    rights(deployment, faults);
    for (Application application : deployment.applications()) {
      pods(deployment, application, faults);
    }
    servers(deployment, faults);
    alerts(deployment, faults);
    return faults;
  }

  private static void rights(Deployment deployment, List<String> faults) {
    deployment
        .ofKind("Role")
        .forEach(
            role -> {
              for (JsonNode rule : role.at("/rules")) {
                rule.path("resources")
                    .forEach(
                        resource -> {
                          if (!MAY_TOUCH.contains(resource.asText())) {
                            faults.add(role + ": may touch " + resource.asText());
                          }
                        });
                rule.path("verbs")
                    .forEach(
                        verb -> {
                          if (verb.asText().contains("*")) {
                            faults.add(role + ": may do anything");
                          }
                        });
              }
            });
    Manifest binding = deployment.the("RoleBinding", DRIVER);
    if (!binding.text("/subjects/0/name").equals(DRIVER)
        || binding.at("/subjects").size() != 1
        || !binding.text("/subjects/0/namespace").equals(binding.text("/metadata/namespace"))) {
      faults.add(binding + ": is not for the drivers of this namespace alone");
    }
  }

  private static void pods(Deployment deployment, Application application, List<String> faults) {
    Map<String, String> guarded =
        deployment.the("NetworkPolicy", "assay").texts("/spec/podSelector/matchLabels");
    Map<String, String> watched =
        deployment.the("PodMonitor", "assay").texts("/spec/selector/matchLabels");
    watched.remove("spark-role"); // Spark's own
    for (Pod pod : application.pods()) {
      if (!deployment.has("ServiceAccount", pod.serviceAccount())) {
        faults.add(application + ": there is no ServiceAccount " + pod.serviceAccount());
      }
      if (!pod.labels().entrySet().containsAll(guarded.entrySet())) {
        faults.add(application + ": a pod is outside of the NetworkPolicy");
      }
      if (!pod.labels().entrySet().containsAll(watched.entrySet())) {
        faults.add(application + ": a pod is not seen by the PodMonitor");
      }
      if (!application.pipeline().equals(pod.labels().get("assay/pipeline"))
          || !application.job().equals(pod.labels().get("app.kubernetes.io/component"))) {
        faults.add(application + ": a pod does not say job and pipeline");
      }
      if (pod.user() != SPARK_USER) {
        faults.add(application + ": a pod does not run as " + SPARK_USER);
      }
    }
    boolean alone = application.pods().size() == 1;
    if (application.driver().serviceAccount().equals(DRIVER) == alone
        || application.pods().stream().skip(1).anyMatch(p -> p.serviceAccount().equals(DRIVER))) {
      faults.add(application + ": somebody else than a driver has its rights, or it has not");
    }
    Set<String> open = new TreeSet<>();
    deployment
        .the("NetworkPolicy", "assay")
        .at("/spec/ingress/0/ports")
        .forEach(port -> open.add(port.path("port").asText()));
    application
        .conf()
        .forEach(
            (key, value) -> {
              if (key.endsWith(".port") && !open.contains(value)) {
                faults.add(application + ": the NetworkPolicy closes " + key + " " + value);
              }
            });
  }

  /** The servers that the settings name, by their ports. */
  private static void servers(Deployment deployment, List<String> faults) {
    Set<String> open = new TreeSet<>();
    deployment
        .the("NetworkPolicy", "assay")
        .at("/spec/egress")
        .forEach(way -> way.path("ports").forEach(port -> open.add(port.path("port").asText())));
    deployment
        .ofKind("ConfigMap")
        .filter(map -> map.name().startsWith("assay-settings"))
        .flatMap(map -> map.texts("/data").values().stream())
        .flatMap(value -> PORT.matcher(value).results().map(port -> port.group(1)))
        .filter(port -> !open.contains(port))
        .forEach(port -> faults.add("the NetworkPolicy lets nobody out to port " + port));
  }

  private static void alerts(Deployment deployment, List<String> faults) {
    Set<String> known = new TreeSet<>(METRICS);
    OURS.matcher(Repository.text("docs/metrics.md"))
        .results()
        .forEach(metric -> known.add(metric.group(1)));
    for (JsonNode group : deployment.the("PrometheusRule", "assay").at("/spec/groups")) {
      for (JsonNode rule : group.path("rules")) {
        METRIC
            .matcher(rule.path("expr").asText())
            .results()
            .map(MatchResult::group)
            .filter(metric -> !known.contains(metric))
            .forEach(metric -> faults.add(rule.path("alert").asText() + ": no metric " + metric));
      }
    }
  }
}
