package io.assay.model.file;

import io.assay.model.cases.CaseRecord;
import io.assay.model.cases.RecordPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the records of one case: gives each its place and time in Kafka where the file does not.
 */
final class CaseRecords {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> VALUES =
      List.of("value", "text", "base64", "file", "tombstone");

  private final Path folder;
  private final Map<String, Long> next = new HashMap<>();
  private final Set<RecordPlace> places = new HashSet<>();

  CaseRecords(Path folder) {
    this.folder = folder;
  }

  Optional<CaseRecord> read(Node node) {
    Optional<String> topic = node.required("topic").flatMap(Entry::text);
    int partition = node.entry("partition").flatMap(CaseRecords::number).orElse(0L).intValue();
    String partitionName = topic.orElse("") + "/" + partition;
    long offset =
        node.entry("offset")
            .flatMap(CaseRecords::number)
            .orElseGet(() -> next.getOrDefault(partitionName, 0L));
    RecordPlace place = new RecordPlace(topic.orElse(""), partition, offset);
    if (!places.add(place)) {
      node.fault("a second record at " + place, "Give it another offset, or redeliver the first.");
    }
    next.put(partitionName, offset + 1);
    Instant timestamp =
        node.entry("timestamp")
            .flatMap(CaseRecords::instant)
            .orElse(FIRST.plusSeconds(places.size() - 1L));
    List<Map.Entry<String, byte[]>> headers = new ArrayList<>();
    node.members("headers")
        .forEach(
            header ->
                header
                    .scalar("a text")
                    .ifPresent(text -> headers.add(Map.entry(header.name(), utf8(text)))));
    Optional<byte[]> key =
        node.entry("key").flatMap(entry -> entry.scalar("a text")).map(CaseRecords::utf8);
    return topic.map(any -> new CaseRecord(place, timestamp, key, value(node), headers));
  }

  /** The place of a record that came before; that there is none is a fault. */
  Optional<RecordPlace> known(Entry entry, String text) {
    Optional<RecordPlace> place = place(entry, text);
    if (place.isPresent() && !places.contains(place.get())) {
      entry.fault(
          text,
          "no record of an earlier batch",
          "Name one that came before, as topic/partition/offset.");
      return Optional.empty();
    }
    return place;
  }

  static Optional<RecordPlace> place(Entry entry, String text) {
    Optional<RecordPlace> place = RecordPlace.parse(text);
    if (place.isEmpty()) {
      entry.fault(
          text, "not the place of a record", "Write topic/partition/offset, such as orders/0/7.");
    }
    return place;
  }

  static Optional<Long> number(Entry entry) {
    Optional<String> text = entry.text();
    if (text.isPresent() && !text.get().matches("[0-9]{1,18}")) {
      entry.fault(text.get(), "not a whole number", "Write digits only.");
      return Optional.empty();
    }
    return text.map(Long::valueOf);
  }

  private Optional<byte[]> value(Node node) {
    List<String> given = VALUES.stream().filter(node::has).toList();
    if (given.size() != 1) {
      node.fault(
          given.isEmpty() ? "has no value" : "has more than one value",
          "Give it one of " + String.join(", ", VALUES) + ".");
      return Optional.empty();
    }
    Entry entry = node.entry(given.get(0)).orElseThrow();
    return switch (given.get(0)) {
      case "value" -> entry.json().map(CaseRecords::utf8);
      case "text" -> entry.scalar("a text").map(CaseRecords::utf8);
      case "base64" -> entry.scalar("a text").flatMap(text -> base64(entry, text));
      case "file" -> entry.text().flatMap(path -> file(entry, path));
      default -> {
        if (!entry.flag().orElse(true)) {
          entry.fault("false", "a record that is no tombstone", "Give it a value.");
        }
        yield Optional.empty();
      }
    };
  }

  private static Optional<byte[]> base64(Entry entry, String text) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      entry.fault(text, "not base64", "Write the bytes in base64.");
      return Optional.empty();
    }
  }

  private Optional<byte[]> file(Entry entry, String path) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(path)));
    } catch (IOException e) {
      entry.fault(
          path, "a file that cannot be read", "Check the path; it is relative to this file.");
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(Entry entry) {
    Optional<String> text = entry.text();
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      entry.fault(text.orElse(""), "not a timestamp", "Write one such as 2026-01-02T03:04:05Z.");
      return Optional.empty();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
