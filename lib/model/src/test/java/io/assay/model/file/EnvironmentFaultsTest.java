package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said about an environment file. */
class EnvironmentFaultsTest {
  private static final String LAKE =
      "lake { root = \"s3a://plant/assay/\", options { fs.s3a.endpoint = \"https://s3.plant\" }, secrets { fs.s3a.secret.key = { env = LAKE_KEY } } }";

  @Test
  void anUnknownKeyIsNamedWithTheNearestOne() {
    String fault =
        Example.environmentFile().with("schema = plant", "shema = plant").environmentFault();

    assertThat(fault).isEqualTo("21: database.shema: unknown key. Did you mean schema?");
  }

  @Test
  void aMissingGroupIsTold() {
    String fault = Example.environmentFile().with(LAKE, "").environmentFault();

    assertThat(fault)
        .isEqualTo(
            "1: has no lake. Give it one, such as lake { root = \"file:///var/assay/lake\" }.");
  }

  @Test
  void serversAreHostAndPort() {
    String fault =
        Example.environmentFile()
            .with("\"kafka-1:9093, kafka-2:9093\"", "kafka-1")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "5: kafka.bootstrap-servers = kafka-1: not host:port, separated by commas. Write kafka-1:9092,kafka-2:9092.");
  }

  @Test
  void anOptionThatTheJobsSetIsRefused() {
    String fault =
        Example.environmentFile()
            .with("max.poll.records = 500", "enable.auto.commit = true")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "8: kafka.options.enable.auto.commit: the jobs set this option themselves. Take it out.");
  }

  @Test
  void theServersAreNoOption() {
    String fault =
        Example.environmentFile()
            .with("max.poll.records = 500", "bootstrap.servers = x")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "8: kafka.options.bootstrap.servers: the jobs set this option themselves. Use kafka.bootstrap-servers.");
  }

  @Test
  void aLakeHasAScheme() {
    String fault =
        Example.environmentFile()
            .with("\"s3a://plant/assay/\"", "\"/plant/assay\"")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "16: lake.root = /plant/assay: not a path with a scheme. Write file:///…, hdfs://… or s3a://….");
  }

  @Test
  void aSecretOfTheLakeDoesNotStandAmongItsOptions() {
    String fault =
        Example.environmentFile()
            .with("fs.s3a.endpoint = \"https://s3.plant\"", "fs.s3a.secret.key = abc")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "16: lake.options.fs.s3a.secret.key = (not shown): a secret does not stand among the options. Move it to lake.secrets, as fs.s3a.secret.key = { env = NAME } or { file = path }.");
  }

  @Test
  void anOptionOfTheLakeIsOneOfHadoopsFileSystems() {
    String fault =
        Example.environmentFile()
            .with("fs.s3a.endpoint = \"https://s3.plant\"", "spark.master = local")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "16: lake.options.spark.master: not an option of Hadoop's file systems. Their names begin with fs., dfs., hadoop. or ipc., such as fs.s3a.endpoint.");
  }

  @Test
  void anOptionThatOnlySoundsLikeASecretIsNone() {
    Example environment =
        Example.environmentFile()
            .with(
                "fs.s3a.endpoint = \"https://s3.plant\"",
                "fs.s3a.aws.credentials.provider = Provider");

    assertThat(environment.environment().lake().options())
        .containsEntry("fs.s3a.aws.credentials.provider", "Provider");
  }

  @Test
  void aSchemaOfOthersIsRefused() {
    String fault =
        Example.environmentFile().with("schema = plant", "schema = assay").environmentFault();

    assertThat(fault)
        .isEqualTo("21: database.schema = assay: a schema that others use. Choose another one.");
  }

  @Test
  void aTimeoutHasAUnit() {
    String fault = Example.environmentFile().with("2 minutes", "2").environmentFault();

    assertThat(fault)
        .isEqualTo(
            "22: database.statement-timeout = 2: not a duration. Write a number and a unit, such as 30 seconds, 10 minutes, 12 hours or 1 day.");
  }

  @Test
  void aSecretPointsSomewhere() {
    String fault = Example.environmentFile().with("{ env = KAFKA_JAAS }", "{ }").environmentFault();

    assertThat(fault)
        .isEqualTo(
            "12: kafka.secrets.\"sasl.jaas.config\": points nowhere. Write { env = NAME } or { file = path }.");
  }

  @Test
  void aSecretPointsToOnePlaceOnly() {
    String fault =
        Example.environmentFile()
            .with("{ env = KAFKA_JAAS }", "{ env = A, file = b }")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "12: kafka.secrets.\"sasl.jaas.config\": has both env and file. Write { env = NAME } or { file = path }.");
  }

  @Test
  void aConsumerGroupHasAPlainName() {
    String fault = Example.environmentFile().with("\"plant.\"", "\"plant/\"").environmentFault();

    assertThat(fault)
        .isEqualTo(
            "40: kafka.consumer-groups = plant/: not what the name of a consumer group may begin with. Use letters, digits, points, hyphens and underscores, at most 100; or none.");
  }

  @Test
  void lineageGoesSomewhere() {
    String fault =
        Example.environmentFile()
            .with("url = \"https://lineage.plant/api/v1/lineage\"", "")
            .with("file = /var/log/plant/lineage.ndjson", "")
            .with("token { env = LINEAGE_TOKEN }", "")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "41: lineage: has no url. Give it one, such as url = \"https://marquez/api/v1/lineage\".");
  }

  @Test
  void anAddressForLineageHasNoUserInIt() {
    String fault =
        Example.environmentFile()
            .with("https://lineage.plant/", "https://me:secret@lineage.plant/")
            .environmentFault();

    assertThat(fault)
        .doesNotContain("secret@")
        .endsWith("lineage.url = (not shown): an address with a user in it. Use lineage.token.");
  }

  @Test
  void aRegistryHasAnAddress() {
    String fault =
        Example.environmentFile()
            .with("https://registry.plant:8081/apis/ccompat/v7/", "registry.plant:8081")
            .environmentFault();

    assertThat(fault)
        .isEqualTo(
            "26: registry.url = (not shown): not the address of a registry. Write http://host:port or https://host:port, and the path if there is one.");
  }

  @Test
  void aPasswordOfTheRegistryHasAUser() {
    String fault = Example.environmentFile().with("  user = reader\n", "").environmentFault();

    assertThat(fault).isEqualTo("27: registry.password: there is no user for it. Add user.");
  }

  @Test
  void aFileSizeHasAUnit() {
    String fault = Example.environmentFile().with("256 MB", "256").environmentFault();

    assertThat(fault)
        .isEqualTo(
            "35: upkeep.file-size = 256: not a size. Write a number and a unit, such as 500 kB, 128 MB or 1 GB.");
  }

  @Test
  void theIntervalOfUpkeepIsADurationOrNever() {
    String fault =
        Example.environmentFile().with("every = never", "every = off").environmentFault();

    assertThat(fault).startsWith("34: upkeep.every = off: not a duration.");
  }
}
