package io.assay.deploy;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of Kubernetes and of the Prometheus operator: what of an object their models lack. */
final class KubernetesModels {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Class<?>> MODELS =
      Map.ofEntries(
          entry("v1 ConfigMap", ConfigMap.class),
          entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
          entry("v1 ServiceAccount", ServiceAccount.class),
          entry("batch/v1 CronJob", CronJob.class),
          entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          entry("rbac.authorization.k8s.io/v1 Role", Role.class),
          entry("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class),
          entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
          entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class));

  private KubernetesModels() {}

  /** What is wrong with an object; nothing said where its kind is not known here. */
  static Optional<List<String>> faults(Manifest manifest) {
    return Optional.ofNullable(MODELS.get(manifest.apiVersion() + " " + manifest.kind()))
        .map(model -> faults(manifest + ": ", manifest.json(), model));
  }

  /**
   * What is wrong with the template of a pod, which the schema of the Kubeflow operator leaves
   * open.
   */
  static List<String> podTemplateFaults(Manifest manifest, String pointer) {
    return faults(manifest + " " + pointer + ": ", manifest.at(pointer), PodTemplateSpec.class);
  }

  private static List<String> faults(String prefix, JsonNode json, Class<?> model) {
    List<String> faults = new ArrayList<>();
    try {
      // What the model does not know, it keeps apart and writes again: so ask each of its parts.
      lookAt(prefix, "", JSON.readValue(JSON.writeValueAsString(json), model), faults);
    } catch (JsonProcessingException e) {
      faults.add(prefix + e.getOriginalMessage());
    }
    return faults;
  }

  private static void lookAt(String prefix, String path, Object part, List<String> faults) {
    if (part instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        lookAt(prefix, path + "/" + i, list.get(i), faults);
      }
      return;
    }
    if (part == null || !part.getClass().getName().startsWith("io.fabric8.")) {
      return;
    }
    for (Method method : part.getClass().getMethods()) {
      if (method.getParameterCount() != 0 || !method.getName().startsWith("get")) {
        continue;
      }
      Object value = call(part, method);
      if (method.getName().equals("getAdditionalProperties")) {
        ((Map<?, ?>) value)
            .keySet()
            .forEach(unknown -> faults.add(prefix + "unknown field " + path + "/" + unknown));
      } else {
        lookAt(prefix, path + "/" + fieldName(method.getName()), value, faults);
      }
    }
  }

  private static String fieldName(String getter) {
    return Character.toLowerCase(getter.charAt(3)) + getter.substring(4);
  }

  private static Object call(Object part, Method method) {
    try {
      return method.invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
