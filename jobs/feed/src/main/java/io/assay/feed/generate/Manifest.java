package io.assay.feed.generate;

import io.assay.feed.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was sent: how many records of each topic, class and fate. For one thread. */
public final class Manifest {
  private final long seed;
  private final GeneratorOptions options;
  private final Map<Stage, Long> stages = new TreeMap<>();
  private final Map<RecordClass, Long> classes = new TreeMap<>();
  private final Map<Fate, Long> fates = new TreeMap<>();

  public Manifest(long seed, GeneratorOptions options) {
    this.seed = seed;
    this.options = options;
  }

  /** Counts a record. */
  public void add(GeneratedRecord record) {
    stages.merge(record.stage(), 1L, Long::sum);
    classes.merge(record.recordClass(), 1L, Long::sum);
    fates.merge(record.recordClass().fate(), 1L, Long::sum);
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("%,d records generated from seed %d%n".formatted(options.records(), seed));
    stages.forEach((stage, count) -> text.append(line(stage.topic(), count)));
    text.append("of which\n");
    classes.forEach(
        (recordClass, count) ->
            text.append(line(recordClass.label() + " (" + label(recordClass.fate()) + ")", count)));
    return text.toString();
  }

  /** For programs: {@code dataset, seed, first_number, records, topics, classes, fates}. */
  public String json() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("dataset", "manufacturing");
    members.put("seed", seed);
    members.put("first_number", options.firstNumber());
    members.put("records", options.records());
    Map<String, Long> topics = new LinkedHashMap<>();
    stages.forEach((stage, count) -> topics.put(stage.topic(), count));
    members.put("topics", topics);
    Map<String, Long> labelled = new LinkedHashMap<>();
    classes.forEach((recordClass, count) -> labelled.put(recordClass.label(), count));
    members.put("classes", labelled);
    Map<String, Long> outcomes = new LinkedHashMap<>();
    fates.forEach((fate, count) -> outcomes.put(label(fate), count));
    members.put("fates", outcomes);
    return JsonWriter.text(members);
  }

  private static String line(String name, long count) {
    return String.format(Locale.ROOT, "  %-36s %,12d%n", name, count);
  }

  private static String label(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT);
  }
}
