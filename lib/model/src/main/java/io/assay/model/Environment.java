package io.assay.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a pipeline runs: the brokers, the lake, the database and the schema registry. Apart from
 * the pipeline, so that the same pipeline runs in all of them.
 *
 * @param name for people and for the ledger
 * @param registry absent where no pipeline asks for schemas
 * @param upkeep how lake and ledger are kept small
 * @param lineage who is told what the queries read and write; absent where nobody is
 */
public record Environment(
    String name,
    Kafka kafka,
    Lake lake,
    Database database,
    Optional<Registry> registry,
    Upkeep upkeep,
    Optional<Lineage> lineage)
    implements Serializable {

  /** An environment where nobody is told of lineage. */
  public Environment(
      String name,
      Kafka kafka,
      Lake lake,
      Database database,
      Optional<Registry> registry,
      Upkeep upkeep) {
    this(name, kafka, lake, database, registry, upkeep, Optional.empty());
  }

  /** An environment with the usual upkeep. */
  public Environment(
      String name, Kafka kafka, Lake lake, Database database, Optional<Registry> registry) {
    this(name, kafka, lake, database, registry, Upkeep.DEFAULT);
  }

  /** An environment without a schema registry. */
  public Environment(String name, Kafka kafka, Lake lake, Database database) {
    this(name, kafka, lake, database, Optional.empty());
  }

  /**
   * The Kafka cluster.
   *
   * @param bootstrapServers host:port, separated by commas
   * @param options client options ({@code security.protocol}, …)
   * @param secrets client options whose values are secrets ({@code sasl.jaas.config}, …)
   * @param consumerGroups what the names of the consumer groups begin with that show how far the
   *     queries have come; absent where none is written
   */
  public record Kafka(
      String bootstrapServers,
      Map<String, String> options,
      Map<String, Secret> secrets,
      Optional<String> consumerGroups)
      implements Serializable {
    public Kafka {
      options = Map.copyOf(options);
      secrets = Map.copyOf(secrets);
    }

    /** A cluster that is not told how far the queries have come. */
    public Kafka(
        String bootstrapServers, Map<String, String> options, Map<String, Secret> secrets) {
      this(bootstrapServers, options, secrets, Optional.empty());
    }

    /** The consumer group of a query of a pipeline. */
    public Optional<String> consumerGroup(String pipeline, String query) {
      return consumerGroups.map(prefix -> prefix + pipeline + "-" + query);
    }
  }

  /**
   * The data lake.
   *
   * @param root a Hadoop path: {@code file:///…}, {@code hdfs://…}, {@code s3a://…}
   * @param options of Hadoop's file systems ({@code fs.s3a.endpoint}, …)
   * @param secrets options of Hadoop's file systems whose values are secrets ({@code
   *     fs.s3a.secret.key}, …)
   */
  public record Lake(String root, Map<String, String> options, Map<String, Secret> secrets)
      implements Serializable {
    public Lake {
      options = Map.copyOf(options);
      secrets = Map.copyOf(secrets);
    }

    /** A lake that needs no options. */
    public Lake(String root) {
      this(root, Map.of(), Map.of());
    }

    /** The raw table of a pipeline. */
    public String raw(String pipeline) {
      return root + "/raw/" + pipeline;
    }

    /** The silver table of a kind of record. */
    public String silver(String pipeline, String kind) {
      return root + "/silver/" + pipeline + "/" + kind;
    }

    /** The checkpoint of a query of a pipeline. */
    public String checkpoint(String pipeline, String query) {
      return checkpoints(pipeline) + "/" + query;
    }

    /** The folder with all checkpoints of a pipeline. */
    public String checkpoints(String pipeline) {
      return root + "/checkpoints/" + pipeline;
    }
  }

  /**
   * The target database.
   *
   * @param url {@code jdbc:postgresql://…} without user or password
   * @param user role that the jobs use
   * @param password absent where the server trusts the role or a client certificate proves it
   * @param schema where the tables of the pipelines live
   * @param statementTimeout bound for one statement
   * @param lockTimeout bound for waiting on a lock
   */
  public record Database(
      String url,
      String user,
      Optional<Secret> password,
      String schema,
      Duration statementTimeout,
      Duration lockTimeout)
      implements Serializable {}

  /**
   * A schema registry that answers as Confluent's does.
   *
   * @param url {@code http://…} or {@code https://…}, up to where {@code /schemas/ids/1} follows
   * @param user for basic authentication, if the registry asks for it
   * @param password of the user
   * @param trustStore a file with the certificates that the registry's is checked against: PEM,
   *     PKCS 12 or JKS; absent where the ones that Java trusts are enough
   * @param trustStorePassword of a PKCS 12 or JKS file
   * @param timeout bound for one answer
   */
  public record Registry(
      String url,
      Optional<String> user,
      Optional<Secret> password,
      Optional<String> trustStore,
      Optional<Secret> trustStorePassword,
      Duration timeout)
      implements Serializable {}

  /**
   * Where events of OpenLineage go: to an address, to a file, or to both.
   *
   * @param url each event is posted to it
   * @param file each event is added to it as a line
   * @param namespace of the jobs in the events
   * @param token sent to the address as a bearer token
   * @param timeout bound for one answer
   */
  public record Lineage(
      Optional<String> url,
      Optional<String> file,
      String namespace,
      Optional<Secret> token,
      Duration timeout)
      implements Serializable {}
}
