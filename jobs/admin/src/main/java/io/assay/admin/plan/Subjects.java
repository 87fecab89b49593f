package io.assay.admin.plan;

import io.assay.engine.registry.RegistryAddress;
import io.assay.engine.registry.SchemaRegistry;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The subjects of the schema registry under which producers register what they write to a topic:
 * {@code <topic>-value} and {@code <topic>-key}, or {@code <topic>-<record>}. Those that are named
 * after records alone cannot be told from others.
 */
final class Subjects implements Prerequisite {
  @Override
  public String name() {
    return "registry subjects";
  }

  @Override
  public String remedy() {
    return "register their schemas (producers do so with their first record)";
  }

  @Override
  public boolean concerns(Pipeline pipeline) {
    return pipeline.source().needsRegistry();
  }

  @Override
  public Presence look(Pipeline pipeline, Environment environment) {
    Set<String> registered =
        SchemaRegistry.at(RegistryAddress.required(environment.registry())).subjects();
    List<String> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String topic : new Topics().look(pipeline, environment).found()) {
      if (pipeline.source().format().needsRegistry()) {
        sort(topic, "-value", registered, found, missing);
      }
      if (pipeline.source().keyFormat().needsRegistry()) {
        sort(topic, "-key", registered, found, missing);
      }
    }
    return new Presence(found, missing);
  }

  private static void sort(
      String topic,
      String suffix,
      Set<String> registered,
      List<String> found,
      List<String> missing) {
    if (registered.contains(topic + suffix)) {
      found.add(topic + suffix);
      return;
    }
    TreeSet<String> ofRecords = new TreeSet<>(registered);
    ofRecords.removeIf(
        subject ->
            !subject.startsWith(topic + "-")
                || subject.equals(topic + "-value")
                || subject.equals(topic + "-key"));
    if (ofRecords.isEmpty()) {
      missing.add(topic + suffix);
    } else {
      found.addAll(ofRecords);
    }
  }
}
