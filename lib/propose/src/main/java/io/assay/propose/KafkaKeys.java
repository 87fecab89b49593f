package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which columns the Kafka keys repeat. */
final class KafkaKeys {
  private KafkaKeys() {}

  /**
   * The column whose value, as text, is the Kafka key of every record; or those that the members of
   * every key repeat, where keys are JSON objects. None if there are no such.
   */
  static List<ColumnIdea> columns(Sample sample, List<ColumnIdea> columns) {
    List<SampleRecord> records =
        sample.records().stream().filter(record -> record.value().isPresent()).toList();
    if (records.isEmpty() || records.stream().anyMatch(record -> record.key().isEmpty())) {
      return List.of();
    }
    List<String> keys = records.stream().map(record -> record.key().get()).toList();
    Optional<ColumnIdea> whole = repeating(columns, records, keys);
    return whole.isPresent() ? List.of(whole.get()) : ofMembers(columns, records, keys);
  }

  private static List<ColumnIdea> ofMembers(
      List<ColumnIdea> columns, List<SampleRecord> records, List<String> keys) {
    List<JsonNode> objects = keys.stream().flatMap(key -> SampleFile.object(key).stream()).toList();
    if (objects.size() < keys.size()) {
      return List.of();
    }
    Set<String> members = new Observed(objects).members();
    List<ColumnIdea> found = new ArrayList<>();
    for (String member : members) {
      List<String> texts = objects.stream().map(object -> object.path(member).asText("")).toList();
      List<ColumnIdea> named =
          columns.stream().filter(column -> column.source().equals(member)).toList();
      repeating(named, records, texts).ifPresent(found::add);
    }
    return found.size() == members.size() ? found : List.of();
  }

  private static Optional<ColumnIdea> repeating(
      List<ColumnIdea> columns, List<SampleRecord> records, List<String> texts) {
    return columns.stream()
        .filter(
            column -> {
              for (int i = 0; i < texts.size(); i++) {
                Occurrence row = Occurrence.record(records.get(i).value().get());
                if (!texts.get(i).equals(column.value().apply(row).asText(null))) {
                  return false;
                }
              }
              return true;
            })
        .findFirst();
  }

  /** Whether some record is a tombstone. */
  static boolean anyTombstone(Sample sample) {
    return sample.records().stream().anyMatch(record -> record.value().isEmpty());
  }
}
