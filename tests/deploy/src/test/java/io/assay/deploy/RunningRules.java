package io.assay.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How applications are named, started, started again and stopped: what the operators really do, as
 * far as their schemas do not say it.
 */
final class RunningRules {
  private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

  /** An operator adds to the name for pods and services: "-driver", "-ui-svc". */
  private static final int LONGEST_NAME = 50;

  /** A run has the name of its schedule and 20 characters more. */
  private static final int LONGEST_SCHEDULED_NAME = 36;

  private static final Pattern STOP_SECONDS = Pattern.compile("-Dassay\\.stop\\.seconds=([0-9]+)");

  /** From the end of the job's own bound to SIGKILL. */
  private static final int MARGIN_SECONDS = 10;

  /** What the Kubeflow operator has for old manifests. */
  private static final List<String> LEGACY =
      List.of(
          "/failureRetries",
          "/retryInterval",
          "/nodeSelector",
          "/driver/envVars",
          "/driver/envSecretKeyRefs",
          "/executor/envVars",
          "/executor/envSecretKeyRefs");

  private static final String DRIVER_CONTAINER = "spark-kubernetes-driver";

  private RunningRules() {}

  static List<String> faults(Deployment deployment) {
    List<String> faults = new ArrayList<>();
    for (Application application : deployment.applications()) {
      Manifest manifest = application.manifest();
      int longest = application.isScheduled() ? LONGEST_SCHEDULED_NAME : LONGEST_NAME;
      if (manifest.name().length() > longest || !NAME.matcher(manifest.name()).matches()) {
        faults.add(application + ": the name is no DNS name of at most " + longest);
      }
      stop(application, faults);
      if (application.isScheduled()) {
        schedule(manifest, faults);
      }
      if (manifest.apiVersion().startsWith("sparkoperator.k8s.io/")) {
        kubeflow(application, faults);
      } else if (manifest.apiVersion().startsWith("spark.apache.org/")) {
        apache(application, faults);
      }
    }
    return faults;
  }

  private static void stop(Application application, List<String> faults) {
    Matcher bound = STOP_SECONDS.matcher(application.driverOptions());
    if (!bound.find()) {
      faults.add(application + ": says no assay.stop.seconds");
    } else if (application.driver().gracePeriod()
        < Integer.parseInt(bound.group(1)) + MARGIN_SECONDS) {
      faults.add(application + ": the grace period is not above assay.stop.seconds");
    }
  }

  private static void schedule(Manifest manifest, List<String> faults) {
    if (!Cron.isValid(manifest.text("/spec/schedule"))) {
      faults.add(manifest + ": no schedule: " + manifest.text("/spec/schedule"));
    }
    if (!manifest.text("/spec/concurrencyPolicy").equals("Forbid")) {
      faults.add(manifest + ": concurrencyPolicy is not Forbid");
    }
    try {
      ZoneId.of(manifest.text("/spec/timeZone"));
    } catch (DateTimeException e) {
      faults.add(manifest + ": no time zone: " + manifest.text("/spec/timeZone"));
    }
  }

  private static void kubeflow(Application application, List<String> faults) {
    JsonNode spec =
        application.manifest().at(application.isScheduled() ? "/spec/template" : "/spec");
    if (!spec.path("mode").asText().equals("cluster")) {
      faults.add(application + ": the mode is not cluster");
    }
    JsonNode restart = spec.path("restartPolicy");
    String type = restart.path("type").asText();
    if (application.isScheduled()) {
      if (!type.equals("Never")
          && !(type.equals("OnFailure") && restart.path("onFailureRetries").asInt() > 0)) {
        faults.add(application + ": is not started again, or for ever");
      }
    } else if (!type.equals("Always")
        || restart.has("onFailureRetries")
        || restart.path("onFailureRetryInterval").asInt() < 10) {
      faults.add(application + ": is not Always started again, with a wait and without a count");
    }
    LEGACY.stream()
        .filter(field -> !spec.at(field).isMissingNode())
        .forEach(field -> faults.add(application + ": the field " + field + " is of old"));
    if (spec.path("executor").has("lifecycle")) {
      faults.add(application + ": executor.lifecycle takes the place of Spark's hook");
    }
    for (String role : List.of("driver", "executor")) {
      if (!spec.path(role).has("memoryOverhead")) {
        faults.add(application + ": no memoryOverhead for the " + role);
      }
    }
    JsonNode template = spec.path("driver").path("template");
    if (!template.isMissingNode()) {
      String place = application.isScheduled() ? "/spec/template/driver" : "/spec/driver";
      faults.addAll(
          KubernetesModels.podTemplateFaults(application.manifest(), place + "/template"));
      if (!template.at("/spec/containers/0/name").asText().equals(DRIVER_CONTAINER)) {
        faults.add(application + ": the operator looks for the container " + DRIVER_CONTAINER);
      }
    }
  }

  private static void apache(Application application, List<String> faults) {
    JsonNode tolerations = application.manifest().at("/spec/applicationTolerations");
    JsonNode restart = tolerations.path("restartConfig");
    if (!restart.path("restartPolicy").asText().equals("Always")
        || !restart.has("maxRestartAttempts")
        || !restart.has("restartCounterResetMillis")) {
      faults.add(application + ": would not be started again after three failures");
    }
    if (tolerations.at("/applicationTimeoutConfig/forceTerminationGracePeriodMillis").asLong()
        <= application.driver().gracePeriod() * 1000L) {
      faults.add(application + ": the operator kills it before its grace period ends");
    }
  }
}
