package io.assay.model.file;

import io.assay.model.Environment;
import io.assay.model.Environment.Database;
import io.assay.model.Environment.Kafka;
import io.assay.model.Environment.Lake;
import io.assay.model.Environment.Lineage;
import io.assay.model.Environment.Registry;
import io.assay.model.Secret;
import io.assay.model.Upkeep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An environment as the keys and values of a file. An environment that was parsed holds no secret;
 * one that a program made may, and then it is hidden here.
 */
final class EnvironmentTree {
  private EnvironmentTree() {}

  static Map<String, Object> of(Environment environment) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("environment", environment.name());
    tree.put("kafka", kafka(environment.kafka()));
    tree.put("lake", lake(environment.lake()));
    tree.put("database", database(environment.database()));
    environment.registry().ifPresent(registry -> tree.put("registry", registry(registry)));
    tree.put("upkeep", upkeep(environment.upkeep()));
    environment.lineage().ifPresent(lineage -> tree.put("lineage", lineage(lineage)));
    return tree;
  }

  private static Map<String, Object> upkeep(Upkeep upkeep) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("every", upkeep.every().map(Durations::text).orElse(UpkeepParser.NEVER));
    tree.put("file-size", Sizes.text(upkeep.fileSize()));
    tree.put("keep", Durations.text(upkeep.keep()));
    tree.put("keep-unread", Durations.text(upkeep.keepUnread()));
    tree.put("keep-batches", Durations.text(upkeep.keepBatches()));
    return tree;
  }

  private static Map<String, Object> registry(Registry registry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("url", Confidential.masked("url", registry.url()));
    registry.user().ifPresent(user -> tree.put("user", user));
    registry.password().ifPresent(secret -> tree.put("password", pointer(secret)));
    registry.trustStore().ifPresent(file -> tree.put("trust-store", file));
    registry
        .trustStorePassword()
        .ifPresent(secret -> tree.put("trust-store-password", pointer(secret)));
    tree.put("timeout", Durations.text(registry.timeout()));
    return tree;
  }

  private static Map<String, Object> lineage(Lineage lineage) {
    Map<String, Object> tree = new LinkedHashMap<>();
    lineage.url().ifPresent(url -> tree.put("url", Confidential.masked("url", url)));
    lineage.file().ifPresent(file -> tree.put("file", file));
    tree.put("namespace", lineage.namespace());
    lineage.token().ifPresent(secret -> tree.put("token", pointer(secret)));
    tree.put("timeout", Durations.text(lineage.timeout()));
    return tree;
  }

  private static Map<String, Object> kafka(Kafka kafka) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "bootstrap-servers", Confidential.masked("bootstrap-servers", kafka.bootstrapServers()));
    tree.put("options", options(kafka.options()));
    tree.put("secrets", pointers(kafka.secrets()));
    tree.put("consumer-groups", kafka.consumerGroups().orElse(KafkaParser.NONE));
    return tree;
  }

  private static Map<String, Object> lake(Lake lake) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("root", Confidential.masked("root", lake.root()));
    if (!lake.options().isEmpty()) {
      tree.put("options", options(lake.options()));
    }
    if (!lake.secrets().isEmpty()) {
      tree.put("secrets", pointers(lake.secrets()));
    }
    return tree;
  }

  private static Map<String, Object> options(Map<String, String> options) {
    Map<String, Object> tree = new TreeMap<>();
    options.forEach((name, value) -> tree.put(name, Confidential.masked(name, value)));
    return tree;
  }

  private static Map<String, Object> pointers(Map<String, Secret> secrets) {
    Map<String, Object> tree = new TreeMap<>();
    secrets.forEach((name, secret) -> tree.put(name, pointer(secret)));
    return tree;
  }

  private static Map<String, Object> database(Database database) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("url", Confidential.masked("url", database.url()));
    tree.put("user", database.user());
    database.password().ifPresent(secret -> tree.put("password", pointer(secret)));
    tree.put("schema", database.schema());
    tree.put("statement-timeout", Durations.text(database.statementTimeout()));
    tree.put("lock-timeout", Durations.text(database.lockTimeout()));
    return tree;
  }

  private static Map<String, Object> pointer(Secret secret) {
    return secret instanceof Secret.FromEnvironment variable
        ? Map.of("env", variable.variable())
        : Map.of("file", ((Secret.FromFile) secret).path());
  }
}
