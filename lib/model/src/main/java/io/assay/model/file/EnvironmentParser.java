package io.assay.model.file;

import io.assay.model.Environment;
import io.assay.model.Environment.Database;
import io.assay.model.Environment.Kafka;
import io.assay.model.Environment.Lake;
import io.assay.model.Environment.Lineage;
import io.assay.model.Environment.Registry;
import io.assay.model.Secret;
import io.assay.model.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads an environment. */
final class EnvironmentParser {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);
  private static final String JDBC = "jdbc:postgresql:";
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?i)[?&](user|\\w*password\\w*|\\w*token\\w*|\\w*secret\\w*)=");

  private EnvironmentParser() {}

  /** The environment; nothing if what is necessary is missing, which is then among the faults. */
  static Optional<Environment> parse(Node node) {
    Optional<String> name = node.required("environment").flatMap(Naming.PIPELINE::read);
    Optional<Kafka> kafka =
        node.required("kafka")
            .flatMap(entry -> entry.node(EnvironmentSections.KAFKA))
            .flatMap(KafkaParser::parse);
    Optional<Lake> lake =
        node.required("lake")
            .flatMap(entry -> entry.node(EnvironmentSections.LAKE))
            .flatMap(LakeParser::parse);
    Optional<Database> database =
        node.required("database")
            .flatMap(entry -> entry.node(EnvironmentSections.DATABASE))
            .flatMap(EnvironmentParser::database);
    Optional<Registry> registry =
        node.entry("registry")
            .flatMap(entry -> entry.node(EnvironmentSections.REGISTRY))
            .flatMap(RegistryParser::parse);
    Upkeep upkeep =
        node.entry("upkeep")
            .flatMap(entry -> entry.node(EnvironmentSections.UPKEEP))
            .map(UpkeepParser::parse)
            .orElse(Upkeep.DEFAULT);
    Optional<Lineage> lineage =
        node.entry("lineage")
            .flatMap(entry -> entry.node(EnvironmentSections.LINEAGE))
            .flatMap(each -> LineageParser.parse(each, name.orElse("")));
    node.entry(LetPaths.LET).ifPresent(Entry::members);
    if (name.isEmpty() || kafka.isEmpty() || lake.isEmpty() || database.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Environment(
            name.get(), kafka.get(), lake.get(), database.get(), registry, upkeep, lineage));
  }

  private static Optional<Database> database(Node node) {
    Optional<String> url = node.required("url").flatMap(EnvironmentParser::url);
    Optional<String> user = node.required("user").flatMap(Entry::text);
    Optional<Secret> password = node.entry("password").flatMap(SecretParser::parse);
    String schema = node.entry("schema").flatMap(EnvironmentParser::schema).orElse("public");
    Duration statement = node.duration("statement-timeout").orElse(STATEMENT_TIMEOUT);
    Duration lock = node.duration("lock-timeout").orElse(LOCK_TIMEOUT);
    return url.flatMap(
        address ->
            user.map(role -> new Database(address, role, password, schema, statement, lock)));
  }

  private static Optional<String> url(Entry entry) {
    Optional<String> url = entry.text();
    if (url.isEmpty()) {
      return url;
    }
    if (Confidential.hasUserInfo(url.get()) || CREDENTIAL.matcher(url.get()).find()) {
      entry.fault(
          Confidential.HIDDEN,
          "an address with a user, a password or another secret in it",
          "Use database.user and database.password.");
    } else if (!url.get().startsWith(JDBC)) {
      entry.fault(
          Confidential.HIDDEN,
          "not an address of PostgreSQL",
          "Write jdbc:postgresql://host:port/database.");
    }
    return url;
  }

  private static Optional<String> schema(Entry entry) {
    Optional<String> schema = Naming.SCHEMA.read(entry);
    if (schema.isPresent()
        && (List.of("assay", "assay_staging", "information_schema").contains(schema.get())
            || schema.get().startsWith("pg_"))) {
      entry.fault(schema.get(), "a schema that others use", "Choose another one.");
    }
    return schema;
  }
}
