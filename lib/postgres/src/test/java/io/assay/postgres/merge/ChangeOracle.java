package io.assay.postgres.merge;

import io.assay.postgres.Coordinates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What tables hold after some changes, whatever the order in which they came: computed in the
 * plainest way, from all of them at once.
 */
final class ChangeOracle {
  private static final Comparator<Long> NULL_LOWEST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final List<Change> changes;
  private final Comparator<Change> order;
  private final boolean sequenced;

  /** What a change asks for. */
  enum Operation {
    UPSERT,
    DELETE,
    TRUNCATE
  }

  /**
   * One change.
   *
   * @param key 0 for a truncation
   * @param changed epoch seconds, first field of the sequence; may be null
   * @param lsn second field of the sequence; may be null
   */
  record Change(
      Operation operation,
      int key,
      String value,
      List<Integer> lines,
      Long changed,
      Long lsn,
      Coordinates at) {
    long second() {
      return at.timestampMicros() / 1_000_000;
    }
  }

  ChangeOracle(List<Change> changes, boolean sequenced) {
    this.changes = List.copyOf(changes);
    this.sequenced = sequenced;
    Comparator<Change> kafka = ChangeOracle::inKafka;
    this.order =
        sequenced
            ? Comparator.comparing(Change::changed, NULL_LOWEST)
                .thenComparing(Change::lsn, NULL_LOWEST)
                .thenComparing(kafka)
            : kafka;
  }

  private static int inKafka(Change one, Change other) {
    if (one.at().topicPartition().equals(other.at().topicPartition())) {
      return Long.compare(one.at().offset(), other.at().offset());
    }
    return Comparator.comparing((Change each) -> each.at().timestampMicros())
        .thenComparing(each -> each.at().topic())
        .thenComparing(each -> each.at().partition())
        .compare(one, other);
  }

  /** Rows "key value offset" where what is deleted is gone. */
  List<String> hard() {
    return newest().entrySet().stream()
        .filter(row -> deletion(row.getValue()).isEmpty())
        .map(row -> row(row.getValue()))
        .toList();
  }

  /** Rows "key value offset deleted-at", which is "-" for what is not deleted. */
  List<String> soft() {
    return newest().values().stream()
        .map(
            row ->
                row(row) + " " + deletion(row).map(end -> Long.toString(end.second())).orElse("-"))
        .toList();
  }

  /** Rows "key line" of those that are not deleted. */
  List<String> lines() {
    return newest().values().stream()
        .filter(row -> deletion(row).isEmpty())
        .flatMap(row -> row.lines().stream().map(line -> row.key() + " " + line))
        .toList();
  }

  /** Rows "key value offset valid-from valid-to current". */
  List<String> history() {
    List<String> rows = new ArrayList<>();
    for (int key : newest().keySet()) {
      List<Change> events =
          changes.stream()
              .filter(each -> each.key() == key || each.operation() == Operation.TRUNCATE)
              .sorted(order)
              .toList();
      rows.addAll(history(withoutRepeated(events)));
    }
    return rows.stream().sorted().toList();
  }

  private List<String> history(List<Change> events) {
    List<String> rows = new ArrayList<>();
    String from = null;
    for (int i = 0; i < events.size(); i++) {
      from = later(from, begins(events.get(i)));
      if (events.get(i).operation() == Operation.UPSERT) {
        boolean last = i + 1 == events.size();
        String to = last ? "-" : later(from, begins(events.get(i + 1)));
        rows.add(row(events.get(i)) + " " + from + " " + to + " " + (last ? "t" : "f"));
      }
    }
    return rows;
  }

  /** Of versions with the same sequence, the last one. */
  private List<Change> withoutRepeated(List<Change> events) {
    List<Change> left = new ArrayList<>();
    for (Change event : events) {
      if (sequenced && event.operation() == Operation.UPSERT) {
        left.removeIf(
            before ->
                before.operation() == Operation.UPSERT
                    && NULL_LOWEST.compare(before.changed(), event.changed()) == 0
                    && NULL_LOWEST.compare(before.lsn(), event.lsn()) == 0);
      }
      left.add(event);
    }
    return left;
  }

  private String begins(Change change) {
    if (!sequenced) {
      return Instant.ofEpochSecond(change.second()).toString();
    }
    return change.changed() == null
        ? "-infinity"
        : Instant.ofEpochSecond(change.changed()).toString();
  }

  private static String later(String one, String other) {
    if (one == null || one.equals("-infinity")) {
      return other;
    }
    return other.equals("-infinity") || Instant.parse(one).isAfter(Instant.parse(other))
        ? one
        : other;
  }

  private Map<Integer, Change> newest() {
    Map<Integer, Change> newest = new TreeMap<>();
    for (Change change : changes) {
      if (change.operation() == Operation.UPSERT) {
        newest.merge(
            change.key(), change, (one, other) -> order.compare(one, other) > 0 ? one : other);
      }
    }
    return newest;
  }

  /** The newest deletion of the row, if one is newer than the row. */
  private Optional<Change> deletion(Change row) {
    return changes.stream()
        .filter(each -> each.operation() != Operation.UPSERT)
        .filter(each -> each.key() == row.key() || each.operation() == Operation.TRUNCATE)
        .filter(each -> order.compare(each, row) > 0)
        .max(order);
  }

  private static String row(Change change) {
    return change.key() + " " + change.value() + " " + change.at().offset();
  }
}
