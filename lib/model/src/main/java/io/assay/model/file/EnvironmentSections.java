package io.assay.model.file;

import io.assay.model.file.Section.Key;
import java.util.List;

/** The keys of an environment file. */
final class EnvironmentSections {
  private static final String REQUIRED = PipelineSections.REQUIRED;

  static final Section ENVIRONMENT =
      new Section(
          "",
          "The file itself.",
          List.of(
              new Key(
                  "environment",
                  "name",
                  REQUIRED,
                  "For people and for the ledger: lower-case letters, digits and hyphens, at most"
                      + " 40.",
                  "environment = local"),
              new Key(
                  "kafka",
                  "group",
                  REQUIRED,
                  "The brokers.",
                  "kafka { bootstrap-servers = \"127.0.0.1:9092\" }"),
              new Key(
                  "lake",
                  "group",
                  REQUIRED,
                  "The data lake.",
                  "lake { root = \"file:///var/assay/lake\" }"),
              new Key(
                  "database",
                  "group",
                  REQUIRED,
                  "The target database.",
                  "database { url = \"jdbc:postgresql://127.0.0.1:5432/assay\", user = assay }"),
              new Key(
                  "registry",
                  "group",
                  "none",
                  "The schema registry; needed where a pipeline reads Avro without a schema file.",
                  "registry { url = \"https://registry:8081\" }"),
              new Key(
                  "upkeep",
                  "group",
                  "each key's own default",
                  "How lake and ledger are kept from growing with every batch.",
                  "upkeep { every = 5 minutes }"),
              new Key(
                  "lineage",
                  "group",
                  "none",
                  "Who is told, by events of OpenLineage, what the jobs read and write.",
                  "lineage { url = \"http://marquez:5000/api/v1/lineage\" }"),
              new Key(
                  "let",
                  "anything",
                  "empty",
                  "Constants of your own, for `${let.…}` elsewhere in the file.",
                  "let { host = \"10.0.0.1\" }")));

  static final Section KAFKA =
      new Section(
          "kafka",
          "The Kafka cluster.",
          List.of(
              new Key(
                  "bootstrap-servers",
                  "text",
                  REQUIRED,
                  "host:port, separated by commas.",
                  "bootstrap-servers = \"kafka-1:9092,kafka-2:9092\""),
              new Key(
                  "options",
                  "group",
                  "empty",
                  "Kafka client options, by their own names. Those that the jobs set themselves,"
                      + " and secrets, are refused.",
                  "options { security.protocol = SASL_SSL }"),
              new Key(
                  "secrets",
                  "group of secrets",
                  "empty",
                  "Kafka client options whose values are secrets.",
                  "secrets { sasl.jaas.config = { env = ASSAY_KAFKA_JAAS } }"),
              new Key(
                  "consumer-groups",
                  "text, or none",
                  "assay-",
                  "What the names of two consumer groups begin with, `…PIPELINE-land` and `…PIPELINE-refine`, to which"
                      + " the jobs write how far they have come, for tools that show the lag of groups. The jobs never"
                      + " read them. Environments that share a cluster need different ones.",
                  "consumer-groups = \"assay-staging-\"")));

  static final Section LAKE =
      new Section(
          "lake",
          "The data lake.",
          List.of(
              new Key(
                  "root",
                  "text",
                  REQUIRED,
                  "A folder, as a Hadoop path with its scheme: `file:///…`, `hdfs://…` or"
                      + " `s3a://…`.",
                  "root = \"s3a://bucket/assay\""),
              new Key(
                  "options",
                  "group",
                  "empty",
                  "Options of Hadoop's file systems, by their own names. Secrets are refused. Put a"
                      + " name in quotes where another one goes on from it"
                      + " (`fs.s3a.endpoint` and `fs.s3a.endpoint.region`).",
                  "options { \"fs.s3a.endpoint\" = \"https://s3.plant.example\" }"),
              new Key(
                  "secrets",
                  "group of secrets",
                  "empty",
                  "Options of Hadoop's file systems whose values are secrets; read when a job"
                      + " starts.",
                  "secrets { \"fs.s3a.secret.key\" = { env = ASSAY_LAKE_SECRET_KEY } }")));

  static final Section DATABASE =
      new Section(
          "database",
          "The target database.",
          List.of(
              new Key(
                  "url",
                  "text",
                  REQUIRED,
                  "`jdbc:postgresql://host:port/database`, without user or password.",
                  "url = \"jdbc:postgresql://127.0.0.1:5432/assay\""),
              new Key("user", "text", REQUIRED, "The role that the jobs use.", "user = assay"),
              new Key(
                  "password",
                  "secret",
                  "none",
                  "Absent where the server trusts the role or a client certificate proves it.",
                  "password = { env = ASSAY_DATABASE_PASSWORD }"),
              new Key(
                  "schema",
                  "name",
                  "public",
                  "Where the tables of the pipelines live.",
                  "schema = plant"),
              new Key(
                  "statement-timeout",
                  "duration",
                  "10 minutes",
                  "Bound for one statement.",
                  "statement-timeout = 10 minutes"),
              new Key(
                  "lock-timeout",
                  "duration",
                  "30 seconds",
                  "Bound for waiting on a lock.",
                  "lock-timeout = 30 seconds")));

  static final Section REGISTRY =
      new Section(
          "registry",
          "A schema registry that answers over HTTP as Confluent's does (`GET /schemas/ids/1`). What it"
              + " does not know is a fault of the record; if it does not answer or refuses, the batch is"
              + " tried again.",
          List.of(
              new Key(
                  "url",
                  "text",
                  REQUIRED,
                  "`http://…` or `https://…`, without user or password; for Apicurio with"
                      + " `/apis/ccompat/v7`.",
                  "url = \"https://registry:8081\""),
              new Key("user", "text", "none", "For basic authentication.", "user = assay"),
              new Key(
                  "password",
                  "secret",
                  "none",
                  "Of the user.",
                  "password = { env = ASSAY_REGISTRY_PASSWORD }"),
              new Key(
                  "trust-store",
                  "text",
                  "what Java trusts",
                  "A file, on every node, with the certificates that the registry's is checked against:"
                      + " PEM, PKCS 12 or JKS.",
                  "trust-store = /etc/assay/registry-ca.pem"),
              new Key(
                  "trust-store-password",
                  "secret",
                  "none",
                  "Of a PKCS 12 or JKS file.",
                  "trust-store-password = { env = ASSAY_TRUST_STORE_PASSWORD }"),
              new Key(
                  "timeout",
                  "duration",
                  "30 seconds",
                  "Bound for one answer.",
                  "timeout = 10 seconds")));

  static final Section UPKEEP =
      new Section(
          "upkeep",
          "How lake and ledger are kept from growing with every batch. `land` does it for the raw table, `refine` for"
              + " silver and the ledger, on threads of their own; `submit/assay upkeep PIPELINE` does all of it once.",
          List.of(
              new Key(
                  "every",
                  "duration, or never",
                  "10 minutes",
                  "How often a job does it while it runs; `never` leaves it to `submit/assay upkeep`.",
                  "every = 5 minutes"),
              new Key(
                  "file-size",
                  "size",
                  "128 MB",
                  "Small files of a table are put together until they have this size.",
                  "file-size = 256 MB"),
              new Key(
                  "keep",
                  "duration",
                  "2 hours",
                  "For how long files that were put together, and the entries of a table's log, stay for those that"
                      + " read: longer than any query on the lake takes. Many entries make every batch slower.",
                  "keep = 1 day"),
              new Key(
                  "keep-unread",
                  "duration",
                  "7 days",
                  "For how long both stay if refine has not read so far. A refine that comes later reads the whole raw"
                      + " table again, and skips what the ledger has.",
                  "keep-unread = 14 days"),
              new Key(
                  "keep-batches",
                  "duration",
                  "30 days",
                  "For how long each batch has ledger rows of its own. The older ones of a run and day are folded into"
                      + " one, with their sums; batches that refused a record, or that something else refers to, stay.",
                  "keep-batches = 90 days")));

  static final Section LINEAGE =
      new Section(
          "lineage",
          "Events of OpenLineage about `land` and `refine`, with the lineage of columns as the pipeline defines it. They are"
              + " sent by a thread of its own: no batch waits for them or fails with them.",
          List.of(
              new Key(
                  "url",
                  "text",
                  "none; url or file is required",
                  "`http://…` or `https://…`: each event is posted to it as JSON.",
                  "url = \"https://marquez/api/v1/lineage\""),
              new Key(
                  "file",
                  "text",
                  "none",
                  "A file of the driver's machine, to which each event is added as a line.",
                  "file = /var/log/assay/lineage.ndjson"),
              new Key(
                  "namespace",
                  "text",
                  "the environment's name",
                  "Of the jobs in the events.",
                  "namespace = plant"),
              new Key(
                  "token",
                  "secret",
                  "none",
                  "Sent to `url` as a bearer token.",
                  "token = { env = ASSAY_LINEAGE_TOKEN }"),
              new Key(
                  "timeout",
                  "duration",
                  "5 seconds",
                  "Bound for one answer.",
                  "timeout = 5 seconds")));

  static final Section SECRET =
      new Section(
          "database.password, registry.password, registry.trust-store-password, lineage.token,"
              + " kafka.secrets.<option>",
          "Where a secret is kept, by exactly one of the keys. The secret itself never stands in a"
              + " file.",
          List.of(
              new Key(
                  "env",
                  "text",
                  "none",
                  "An environment variable of the job.",
                  "env = ASSAY_DATABASE_PASSWORD"),
              new Key(
                  "file",
                  "text",
                  "none",
                  "A file; a final line break is not part of the secret.",
                  "file = /run/secrets/password")));

  private EnvironmentSections() {}

  /** All of them, in the order of the reference page. */
  static List<Section> all() {
    return List.of(ENVIRONMENT, KAFKA, LAKE, DATABASE, REGISTRY, UPKEEP, LINEAGE, SECRET);
  }
}
