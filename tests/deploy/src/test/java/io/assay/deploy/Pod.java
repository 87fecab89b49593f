package io.assay.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * A pod of an application, as an operator will make it.
 *
 * @param labels its labels
 * @param serviceAccount whose rights it has
 * @param gracePeriod in seconds; 0 where none is given
 * @param env each variable as it is written
 * @param envFrom the ConfigMaps whose entries are variables
 * @param configMaps what is mounted: path and ConfigMap
 * @param claims what is mounted: path and claim
 * @param user as which it runs
 */
record Pod(
    Map<String, String> labels,
    String serviceAccount,
    int gracePeriod,
    List<JsonNode> env,
    List<String> envFrom,
    Map<String, String> configMaps,
    Map<String, String> claims,
    int user) {

  /** From the driver or executor of a Kubeflow application. */
  static Pod ofKubeflow(JsonNode pod, JsonNode volumes) {
    Map<String, String> configMaps = new TreeMap<>();
    pod.path("configMaps")
        .forEach(map -> configMaps.put(map.path("path").asText(), map.path("name").asText()));
    return new Pod(
        Manifest.texts(pod.path("labels")),
        pod.path("serviceAccount").asText(),
        pod.path("terminationGracePeriodSeconds").asInt(),
        list(pod.path("env")),
        envFrom(pod),
        configMaps,
        mounted(pod, volumes, "/persistentVolumeClaim/claimName"),
        pod.at("/podSecurityContext/runAsUser").asInt());
  }

  /** From the template of a pod with one container. */
  static Pod ofTemplate(JsonNode template, String serviceAccount) {
    JsonNode spec = template.path("spec");
    JsonNode container = spec.at("/containers/0");
    return new Pod(
        Manifest.texts(template.at("/metadata/labels")),
        serviceAccount,
        spec.path("terminationGracePeriodSeconds").asInt(),
        list(container.path("env")),
        envFrom(container),
        mounted(container, spec.path("volumes"), "/configMap/name"),
        mounted(container, spec.path("volumes"), "/persistentVolumeClaim/claimName"),
        spec.at("/securityContext/runAsUser").asInt());
  }

  /** The variables that come from a Secret. */
  TreeSet<String> secrets() {
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode variable : env) {
      if (!variable.at("/valueFrom/secretKeyRef/key").isMissingNode()) {
        names.add(variable.path("name").asText());
      }
    }
    return names;
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<String> envFrom(JsonNode container) {
    return list(container.path("envFrom")).stream()
        .map(each -> each.at("/configMapRef/name").asText())
        .toList();
  }

  private static Map<String, String> mounted(JsonNode container, JsonNode volumes, String name) {
    Map<String, String> named = new LinkedHashMap<>();
    volumes.forEach(volume -> named.put(volume.path("name").asText(), volume.at(name).asText()));
    Map<String, String> mounted = new TreeMap<>();
    for (JsonNode mount : container.path("volumeMounts")) {
      String source = named.getOrDefault(mount.path("name").asText(), "");
      if (!source.isEmpty()) {
        mounted.put(mount.path("mountPath").asText(), source);
      }
    }
    return mounted;
  }
}
