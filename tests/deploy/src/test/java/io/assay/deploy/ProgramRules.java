package io.assay.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is started is there: class, JAR, image and Spark are those of the build. */
final class ProgramRules {
  private static final Pattern ARTIFACT = Pattern.compile("</parent>\\s*<artifactId>([^<]+)<");
  private static final Pattern MAIN = Pattern.compile("<job\\.main\\.class>([^<]+)<");
  private static final Pattern CLASS = Pattern.compile("io\\.assay\\.([a-z]+)\\.[A-Za-z]+");

  private ProgramRules() {}

  static List<String> faults(Deployment deployment) {
    List<String> faults = new ArrayList<>();
    for (Application application : deployment.applications()) {
      Matcher main = CLASS.matcher(application.mainClass());
      if (!main.matches()
          || !Repository.names(Repository.ROOT.resolve("jobs")).contains(main.group(1))) {
        faults.add(application + ": no job has the class " + application.mainClass());
        continue;
      }
      look(application, main.group(1), faults);
    }
    if (deployment.applications().stream().map(Application::image).distinct().count() > 1) {
      faults.add("more than one image");
    }
    return faults;
  }

  private static void look(Application application, String job, List<String> faults) {
    String pom = Repository.text("jobs/" + job + "/pom.xml");
    if (!first(MAIN, pom).equals(application.mainClass())) {
      faults.add(application + ": jobs/" + job + " does not start " + application.mainClass());
    }
    String jar = "/opt/assay/jobs/" + first(ARTIFACT, pom) + ".jar";
    if (!jar.equals(application.jar())) {
      faults.add(application + ": " + application.jar() + " is not " + jar);
    }
    if (!ImageFile.read().copied().contains(application.jar())) {
      faults.add(application + ": the image has no " + application.jar());
    }
    String spark = System.getProperty("spark.version");
    if (!application.sparkVersion().orElse(spark).equals(spark)) {
      faults.add(application + ": Spark " + application.sparkVersion().get() + ", not " + spark);
    }
    String tag = System.getProperty("project.version").replace("-SNAPSHOT", "") + "-spark" + spark;
    if (!application.image().endsWith("/assay:" + tag)) {
      faults.add(application + ": the image " + application.image() + " has not the tag " + tag);
    }
    for (String argument : application.arguments()) {
      if (argument.matches("--[a-z-]+|[a-z]+") && !isKnown(job, argument)) {
        faults.add(application + ": " + job + " does not know " + argument);
      }
    }
  }

  /** Options and verbs are texts of the job's sources, or of those that it wires. */
  private static boolean isKnown(String job, String argument) {
    String quoted = '"' + argument.replaceFirst("^--", "") + '"';
    return JavaSources.of("jobs/" + job + "/src/main").contains(quoted)
        || JavaSources.of("lib/runtime/src/main").contains(quoted)
        || JavaSources.of("lib/flow/src/main").contains(quoted);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
