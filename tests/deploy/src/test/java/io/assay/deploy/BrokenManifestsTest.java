package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check finds what it is for: a manifest of the repository with one thing changed. */
class BrokenManifestsTest {
  private static final String APPLICATION = "SparkApplication";
  private static final String SCHEDULED = "ScheduledSparkApplication";
  private static final String REFINE = "refine-manufacturing";
  private static final String NIGHTLY = "refine-nightly-randomuser";

  private final Deployment kubeflow = Deployment.of("dev");
  private final Deployment apache = Deployment.of("dev-apache");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dev        | SparkApplication          | refine-manufacturing      | /spec/driver/corelimit                               | '"1"'    | corelimit
          dev        | SparkApplication          | refine-manufacturing      | /spec/restartPolicy/onFailureRetryIntervall          | 30       | onFailureRetryIntervall
          dev        | SparkApplication          | refine-manufacturing      | /spec/restartPolicy/type                             | Allways  | type
          dev        | SparkApplication          | refine-manufacturing      | /spec/driver/cores                                   | '"2"'    | cores
          dev        | SparkApplication          | refine-manufacturing      | /spec/sparkConf/spark.ui.enabled                     | true     | spark.ui.enabled
          dev        | SparkApplication          | refine-manufacturing      | /spec/sparkVersion                                   | ''       | sparkVersion
          dev        | ScheduledSparkApplication | refine-nightly-randomuser | /spec/schedule                                       | ''       | schedule
          dev        | ScheduledSparkApplication | refine-nightly-randomuser | /spec/template/executor/instance                     | 2        | instance
          dev-apache | SparkApplication          | refine-manufacturing      | /spec/applicationTolerations/restartConfig/maxAtempts| 3        | maxAtempts
          dev-apache | SparkApplication          | refine-manufacturing      | /spec/driverSpec/podTemplateSpec/spec/hostNetwrok    | true     | hostNetwrok
          """)
  void theSchemaOfAnOperatorFindsIt(
      String overlay, String kind, String name, String pointer, String value, String found) {
    OperatorSchemas.assumeThere();
    Manifest broken = Deployment.of(overlay).the(kind, name).with(pointer, value);

    assertThat(OperatorSchemas.faults(broken))
        .get()
        .asInstanceOf(list(String.class))
        .hasSize(1)
        .first()
        .asString()
        .contains(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Role           | assay                     | /rules/0/rezources                                                | [pods]
          NetworkPolicy  | assay                     | /spec/ingress/0/prots                                             | []
          PodMonitor     | assay                     | /spec/podMetricsEndpoints/0/intervall                             | 30s
          PrometheusRule | assay                     | /spec/groups/0/rules/0/expression                                 | up
          ServiceAccount | assay                     | /automountToken                                                   | true
          CronJob        | refine-nightly-randomuser | /spec/jobTemplate/spec/template/spec/containers/0/imagePulPolicy   | Always
          """)
  void theModelOfAKindFindsAFieldThatItHasNot(
      String kind, String name, String pointer, String value) {
    Manifest broken = apache.the(kind, name).with(pointer, value);

    assertThat(KubernetesModels.faults(broken))
        .contains(List.of(broken + ": unknown field " + pointer));
  }

  @Test
  void aKindThatNobodyKnowsIsNotTakenForGood() {
    OperatorSchemas.assumeThere();
    Manifest service =
        Manifest.parse("{ apiVersion: v1, kind: Service, metadata: { name: a } }").get(0);

    assertThat(OperatorSchemas.faults(service)).isEqualTo(Optional.empty());
    assertThat(KubernetesModels.faults(service)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/mainClass                 | io.assay.refine.RefineJob                | jobs/refine does not start
          /spec/mainClass                 | io.assay.polish.PolishMain               | no job has the class
          /spec/mainApplicationFile       | local:///opt/assay/jobs/assay-land.jar   | is not /opt/assay/jobs/assay-refine.jar
          /spec/sparkVersion              | 4.0.4                                    | Spark 4.0.4, not 4.1.1
          /spec/image                     | registry.example.com/assay:latest        | has not the tag
          """)
  void whatIsNotInTheImageIsFound(String pointer, String value, String found) {
    assertThat(ProgramRules.faults(kubeflow.with(APPLICATION, REFINE, pointer, value)))
        .anyMatch(fault -> fault.contains(found));
  }

  @Test
  void anOptionThatAJobDoesNotKnowIsFound() {
    Deployment broken =
        kubeflow.with(SCHEDULED, NIGHTLY, "/spec/template/arguments", "[--availble-now]");

    assertThat(ProgramRules.faults(broken))
        .containsExactly(SCHEDULED + " " + NIGHTLY + ": refine does not know --availble-now");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SparkApplication          | refine-manufacturing      | /metadata/name                                 | refine-manufacturing-of-a-plant-with-a-very-long-name | no DNS name of at most 50
          SparkApplication          | refine-manufacturing      | /metadata/name                                 | 1refine                | no DNS name
          ScheduledSparkApplication | refine-nightly-randomuser | /metadata/name                                 | refine-nightly-for-a-pipeline-of-users | at most 36
          SparkApplication          | refine-manufacturing      | /spec/driver/terminationGracePeriodSeconds     | 40                     | grace period
          SparkApplication          | refine-manufacturing      | /spec/driver/terminationGracePeriodSeconds     | ''                     | grace period
          SparkApplication          | refine-manufacturing      | /spec/driver/javaOptions                       | -Xss1m                 | no assay.stop.seconds
          SparkApplication          | refine-manufacturing      | /spec/restartPolicy/type                       | OnFailure              | not Always
          SparkApplication          | refine-manufacturing      | /spec/restartPolicy/onFailureRetries           | 5                      | without a count
          SparkApplication          | refine-manufacturing      | /spec/restartPolicy/onFailureRetryInterval     | ''                     | with a wait
          SparkApplication          | refine-manufacturing      | /spec/mode                                     | client                 | mode
          SparkApplication          | refine-manufacturing      | /spec/failureRetries                           | 3                      | of old
          SparkApplication          | refine-manufacturing      | /spec/executor/lifecycle                       | { preStop: {} }        | Spark's hook
          SparkApplication          | refine-manufacturing      | /spec/executor/memoryOverhead                  | ''                     | no memoryOverhead
          SparkApplication          | refine-manufacturing      | /spec/driver/template/spec/containers/0/livenesProbe | {}               | unknown field /spec/containers/0/livenesProbe
          SparkApplication          | refine-manufacturing      | /spec/driver/template/spec/containers/0/name   | driver                 | looks for the container
          ScheduledSparkApplication | refine-nightly-randomuser | /spec/concurrencyPolicy                        | Forbidden              | concurrencyPolicy
          ScheduledSparkApplication | refine-nightly-randomuser | /spec/concurrencyPolicy                        | ''                     | concurrencyPolicy
          ScheduledSparkApplication | refine-nightly-randomuser | /spec/schedule                                 | '"61 1 * * *"'         | no schedule
          ScheduledSparkApplication | refine-nightly-randomuser | /spec/timeZone                                 | Mars                   | no time zone
          ScheduledSparkApplication | refine-nightly-randomuser | /spec/template/restartPolicy/onFailureRetries  | ''                     | not started again
          """)
  void whatAnOperatorWouldDoOtherwiseIsFound(
      String kind, String name, String pointer, String value, String found) {
    assertThat(RunningRules.faults(kubeflow.with(kind, name, pointer, value)))
        .hasSize(1)
        .first()
        .asString()
        .contains(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/applicationTolerations/restartConfig/restartCounterResetMillis                  | ''    | after three failures
          /spec/applicationTolerations/applicationTimeoutConfig/forceTerminationGracePeriodMillis | 50000 | kills it
          /spec/driverSpec/podTemplateSpec/spec/terminationGracePeriodSeconds                    | 30    | grace period
          """)
  void whatTheApacheOperatorWouldDoOtherwiseIsFound(String pointer, String value, String found) {
    assertThat(RunningRules.faults(apache.with(APPLICATION, REFINE, pointer, value)))
        .hasSize(1)
        .first()
        .asString()
        .contains(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/driver/configMaps/0/name    | assay-pipeline-elsewhere          | there is no ConfigMap assay-pipeline-elsewhere
          /spec/driver/configMaps/0/path    | /etc/assay/pipelines              | no file of /etc/assay/pipeline/
          /spec/driver/envFrom              | []                                | ASSAY_KAFKA
          /spec/driver/env                  | []                                | a pod lacks the secret ASSAY_DATABASE_PASSWORD
          /spec/executor/env                | []                                | a pod lacks the secret ASSAY_DATABASE_PASSWORD
          /spec/executor/volumeMounts       | []                                | no claim is mounted at /var/assay/lake
          /spec/sparkConf/spark.hadoop.fs.s3a.secret.key | x                    | a secret among the settings
          /spec/executor/env                | '[{ name: ASSAY_DATABASE_PASSWORD, value: x }]' | a secret is written out
          """)
  void whatAJobWouldMissOrTellIsFound(String pointer, String value, String found) {
    assertThat(ConfigurationRules.faults(kubeflow.with(APPLICATION, REFINE, pointer, value)))
        .anyMatch(fault -> fault.contains(found));
  }

  @Test
  void aPipelineOrEnvironmentThatDoesNotParseIsFound() {
    String pipeline = kubeflow.the(APPLICATION, REFINE).text("/spec/driver/configMaps/0/name");
    String environment = kubeflow.the(APPLICATION, REFINE).text("/spec/driver/configMaps/1/name");

    assertThat(
            ConfigurationRules.faults(
                kubeflow.with(
                    "ConfigMap", pipeline, "/data/pipeline.conf", "pipeline = manufacturing")))
        .anyMatch(fault -> fault.contains("source"));
    assertThat(
            ConfigurationRules.faults(
                kubeflow.with(
                    "ConfigMap",
                    environment,
                    manifest ->
                        manifest.with(
                            "/data/environment.conf",
                            '"'
                                + manifest
                                    .text("/data/environment.conf")
                                    .replaceAll("#.*", "")
                                    .replace("lake {", "leak {")
                                    .replace("\n", "\\n")
                                + '"'))))
        .anyMatch(fault -> fault.contains("leak"));
  }

  @Test
  void theFileOfAnotherPipelineIsFound() {
    String other =
        kubeflow.the(APPLICATION, "refine-customers").text("/spec/driver/configMaps/0/name");

    assertThat(
            ConfigurationRules.faults(
                kubeflow.with(APPLICATION, REFINE, "/spec/driver/configMaps/0/name", other)))
        .containsExactly(APPLICATION + " " + REFINE + ": its pipeline is customers");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.decomission.enabled, Spark has no setting",
    "spark.master, the operator refuses",
    "spark.kubernetes.container.image, the operator refuses",
    "spark.dynamicAllocation.enabled, the operator refuses"
  })
  void aSettingThatIsNoneOrNotForTheManifestIsFound(String key, String found) {
    assertThat(
            SparkSettingRules.faults(
                kubeflow.with(APPLICATION, REFINE, "/spec/sparkConf/" + key, "x")))
        .anyMatch(fault -> fault.contains(found) && fault.endsWith(key));
  }

  @Test
  void operatorsThatDifferAreFound() {
    Deployment other =
        apache.with(APPLICATION, REFINE, "/spec/sparkConf/spark.executor.memory", "5g");

    assertThat(SparkSettingRules.differences(kubeflow, other))
        .containsExactly(APPLICATION + " " + REFINE + ": spark.executor.memory is not 4g");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Role             | assay                | /rules/0/resources                | [secrets]                  | may touch secrets
          Role             | assay                | /rules/0/verbs                    | ['*']                      | may do anything
          RoleBinding      | assay                | /subjects/0/namespace             | elsewhere                  | drivers of this namespace
          SparkApplication | refine-manufacturing | /spec/executor/serviceAccount     | assay                      | somebody else
          SparkApplication | refine-manufacturing | /spec/driver/serviceAccount       | spark                      | there is no ServiceAccount spark
          SparkApplication | refine-manufacturing | /spec/executor/labels             | {}                         | outside of the NetworkPolicy
          SparkApplication | refine-manufacturing | /spec/sparkConf/spark.driver.port | '"7070"'                   | closes spark.driver.port
          SparkApplication | refine-manufacturing | /spec/driver/podSecurityContext   | {}                         | does not run as 185
          PrometheusRule   | assay                | /spec/groups/0/rules/0/expr       | assay_quarantined_total > 0 | no metric assay_quarantined_total
          NetworkPolicy    | assay                | /spec/egress/2/ports/2            | { protocol: TCP, port: 1 } | nobody out to port 9092
          PodMonitor       | assay                | /metadata/namespace               | other                      | not one namespace
          """)
  void whatDoesNotFitTheNamespaceIsFound(
      String kind, String name, String pointer, String value, String found) {
    assertThat(NamespaceRules.faults(kubeflow.with(kind, name, pointer, value)))
        .anyMatch(fault -> fault.contains(found));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 1 * * *       | true
          */15 * 1-15 * 0,6| true
          60 1 * * *       | false
          30 24 * * *      | false
          30 1 0 * *       | false
          30 1 * *         | false
          30 1 * * MON     | false
          5-1 * * * *      | false
          @daily           | false
          """)
  void schedulesAreFiveFieldsWithinTheirBounds(String schedule, boolean valid) {
    assertThat(Cron.isValid(schedule)).isEqualTo(valid);
  }
}
