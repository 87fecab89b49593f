package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sample whose records are the change events of a database, as Debezium writes them in JSON, with
 * or without the schema around the payload.
 *
 * @param rows the rows that the events leave, the last of each Kafka key; their key is the one
 *     member of the Kafka key, where it has one, or its object
 * @param order what tells the order of the changes: members of {@code _source} that each event has
 */
record ChangeEvents(Sample rows, Order order) {
  private static final Set<String> OPERATIONS = Set.of("c", "r", "u", "d", "t", "m");

  /** By what the source of the events orders its changes. */
  enum Order {
    /** PostgreSQL's: the time of the commit and the position in the log. */
    LSN,
    /** MySQL's: the file of the log and the position in it. */
    BINLOG,
    /** Others': the time of the commit. */
    TIME
  }

  /** The events of a sample; empty unless all its values are such. */
  static Optional<ChangeEvents> in(Sample sample) {
    Map<String, SampleRecord> newest = new LinkedHashMap<>();
    List<JsonNode> sources = new ArrayList<>();
    for (SampleRecord record : sample.records()) {
      if (record.value().isEmpty()) {
        continue; // the tombstone behind the event of a deletion
      }
      JsonNode event = payload(record.value().get());
      if (!isEvent(event)) {
        return Optional.empty();
      }
      sources.add(event.path("source"));
      if (event.path("after").isObject()) {
        String identity = record.key().orElse("row " + newest.size());
        newest.remove(identity);
        newest.put(
            identity,
            new SampleRecord(
                record.key().map(ChangeEvents::plainKey), Optional.of(event.path("after"))));
      }
    }
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ChangeEvents(
            new Sample(
                sample.topic(), sample.origin(), List.copyOf(newest.values()), sample.unreadable()),
            order(sources)));
  }

  /** The name of the table that changes: the last part of the topic's. */
  String table() {
    return rows.topic().substring(rows.topic().lastIndexOf('.') + 1);
  }

  private static boolean isEvent(JsonNode event) {
    return OPERATIONS.contains(event.path("op").asText())
        && event.path("source").isObject()
        && (event.has("before") || event.has("after"));
  }

  private static JsonNode payload(JsonNode value) {
    boolean wrapped = value.size() == 2 && value.has("schema") && value.has("payload");
    return wrapped ? value.path("payload") : value;
  }

  /** The text of a key's one member; the object of its members where there are several. */
  private static String plainKey(String key) {
    return SampleFile.object(key)
        .map(ChangeEvents::payload)
        .map(
            members ->
                members.size() == 1 ? members.elements().next().asText() : members.toString())
        .orElse(key);
  }

  private static Order order(List<JsonNode> sources) {
    if (sources.stream().allMatch(source -> source.path("lsn").isIntegralNumber())) {
      return Order.LSN;
    }
    boolean binlog =
        sources.stream()
            .allMatch(
                source -> source.path("file").isTextual() && source.path("pos").isIntegralNumber());
    return binlog ? Order.BINLOG : Order.TIME;
  }
}
