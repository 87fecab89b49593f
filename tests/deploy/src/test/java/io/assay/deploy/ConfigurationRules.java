package io.assay.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files and variables that a job is given are there, are understood, and hold no secret. */
final class ConfigurationRules {
  private static final Pattern SECRET_VARIABLE = Pattern.compile("env *= *([A-Z0-9_]+)");
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(passw|secret|token|jaas|credential|access.?key).*");

  private ConfigurationRules() {}

  static List<String> faults(Deployment deployment) {
    List<String> faults = new ArrayList<>();
    if (deployment.ofKind("Secret").findAny().isPresent()) {
      faults.add("a Secret is rendered");
    }
    for (Application application : deployment.applications()) {
      Map<String, String> settings = settings(deployment, application, faults);
      Map<String, String> files = files(deployment, application, faults);
      pipeline(application, files, settings, faults);
      environment(application, files, settings, faults);
      for (Pod pod : application.pods()) {
        secrets(application, pod, files, faults);
      }
    }
    return faults;
  }

  private static Map<String, String> settings(
      Deployment deployment, Application application, List<String> faults) {
    Map<String, String> settings = new TreeMap<>();
    for (String name : application.driver().envFrom()) {
      settings.putAll(entries(deployment, application, name, faults));
    }
    return settings;
  }

  /** What the driver sees: path and text. */
  private static Map<String, String> files(
      Deployment deployment, Application application, List<String> faults) {
    Map<String, String> files = new TreeMap<>();
    application
        .driver()
        .configMaps()
        .forEach(
            (folder, name) ->
                entries(deployment, application, name, faults)
                    .forEach((file, text) -> files.put(folder + "/" + file, text)));
    return files;
  }

  private static Map<String, String> entries(
      Deployment deployment, Application application, String name, List<String> faults) {
    if (!deployment.has("ConfigMap", name)) {
      faults.add(application + ": there is no ConfigMap " + name);
      return Map.of();
    }
    return deployment.the("ConfigMap", name).texts("/data");
  }

  private static void pipeline(
      Application application,
      Map<String, String> files,
      Map<String, String> settings,
      List<String> faults) {
    argument(application, "/etc/assay/pipeline/", files, faults)
        .ifPresent(
            file -> {
              try {
                String name = PipelineFile.parse(file, files.get(file), settings).name();
                if (!name.equals(application.pipeline())) {
                  faults.add(application + ": its pipeline is " + name);
                }
              } catch (AssayException e) {
                faults.add(application + ": " + e.getMessage());
              }
            });
  }

  private static void environment(
      Application application,
      Map<String, String> files,
      Map<String, String> settings,
      List<String> faults) {
    argument(application, "/etc/assay/environment/", files, faults)
        .ifPresent(
            file -> {
              try {
                lake(application, parseEnvironment(file, files, settings), faults);
              } catch (AssayException e) {
                faults.add(application + ": " + e.getMessage());
              }
            });
  }

  /** As the job reads it: files that it includes lie beside it. */
  private static Environment parseEnvironment(
      String file, Map<String, String> files, Map<String, String> settings) {
    try {
      Path folder = Files.createTempDirectory("environment");
      for (Map.Entry<String, String> each : files.entrySet()) {
        Files.writeString(
            folder.resolve(each.getKey().substring(each.getKey().lastIndexOf('/') + 1)),
            each.getValue());
      }
      return EnvironmentFile.parse(
          folder.resolve("environment.conf").toString(), files.get(file), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lake outlives the pods: it is an object store, or what every pod has mounted. */
  private static void lake(Application application, Environment environment, List<String> faults) {
    URI root = URI.create(environment.lake().root());
    if (root.getScheme().equals("file")
        && !application.pods().stream().allMatch(pod -> pod.claims().containsKey(root.getPath()))) {
      faults.add(application + ": no claim is mounted at " + root.getPath());
    }
  }

  private static Optional<String> argument(
      Application application, String folder, Map<String, String> files, List<String> faults) {
    Optional<String> file =
        application.arguments().stream().filter(each -> each.startsWith(folder)).findFirst();
    if (file.isEmpty() || !files.containsKey(file.get())) {
      faults.add(application + ": no file of " + folder + " is mounted and given");
      return Optional.empty();
    }
    return file;
  }

  /** Executors open connections, too: every pod has every secret, by reference. */
  private static void secrets(
      Application application, Pod pod, Map<String, String> files, List<String> faults) {
    TreeSet<String> wanted = new TreeSet<>();
    files.forEach(
        (file, text) -> {
          if (file.startsWith("/etc/assay/environment/")) {
            SECRET_VARIABLE.matcher(text).results().map(MatchResult::group).forEach(wanted::add);
          }
        });
    for (String reference : wanted) {
      String variable = reference.replaceFirst(".*= *", "");
      if (!pod.secrets().contains(variable)) {
        faults.add(application + ": a pod lacks the secret " + variable);
      }
    }
    for (JsonNode variable : pod.env()) {
      if (variable.has("value") && isSecret(variable.path("name").asText())) {
        faults.add(application + ": a secret is written out: " + variable.path("name").asText());
      }
    }
    application.conf().keySet().stream()
        .filter(ConfigurationRules::isSecret)
        .filter(key -> !key.endsWith(".credentials.provider"))
        .forEach(key -> faults.add(application + ": a secret among the settings: " + key));
  }

  private static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name).matches();
  }
}
