package io.assay.model.change;

import io.assay.model.Field;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.model.change.Continuation.Note;
import io.assay.model.change.Continuation.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What changes of the kinds of records mean. */
final class KindsComparison {
  private final Pipeline before;
  private final Pipeline now;
  private final List<Note> notes = new ArrayList<>();

  KindsComparison(Pipeline before, Pipeline now) {
    this.before = before;
    this.now = now;
  }

  List<Note> notes() {
    Map<String, RecordKind> earlier = byName(before.records(), RecordKind::name);
    Map<String, RecordKind> later = byName(now.records(), RecordKind::name);
    later.forEach(
        (name, kind) -> {
          if (earlier.containsKey(name)) {
            compare(earlier.get(name), kind);
          } else {
            added(kind);
          }
        });
    for (String name : earlier.keySet()) {
      if (!later.containsKey(name)) {
        add(
            Verdict.BACKFILL,
            "the kind %s is gone: its rows stay, and such records are of another kind from now on, or unmatched"
                .formatted(name));
      }
    }
    List<String> shared = earlier.keySet().stream().filter(later::containsKey).toList();
    if (!later.keySet().stream().filter(earlier::containsKey).toList().equals(shared)) {
      add(
          Verdict.BACKFILL,
          "the kinds are tried in another order: records may be of another kind than before");
    }
    return notes;
  }

  private void added(RecordKind kind) {
    TreeSet<String> topics = new TreeSet<>(now.source().topics());
    topics.removeAll(before.source().topics());
    boolean onlyNew =
        topics.stream().anyMatch(topic -> kind.when().contains("'" + topic + "'"))
            && before.source().topics().stream()
                .noneMatch(topic -> kind.when().contains("'" + topic + "'"));
    if (onlyNew) {
      add(Verdict.SAFE, "the kind %s is new, for a topic that is new".formatted(kind.name()));
    } else {
      add(
          Verdict.BACKFILL,
          "the kind %s is new: such records that came before were of another kind, or are in quarantine as unmatched"
              .formatted(kind.name()));
    }
  }

  private void compare(RecordKind earlier, RecordKind later) {
    int known = notes.size();
    String kind = "of the kind " + later.name();
    compareOrder(earlier, later);
    if (!earlier.when().equals(later.when())) {
      add(
          Verdict.BACKFILL,
          "the when %s has changed: records that came before were sorted by the old one"
              .formatted(kind));
    }
    compareFields(earlier, later);
    if (!earlier.filter().equals(later.filter())) {
      add(
          Verdict.BACKFILL,
          "the filter %s has changed: what the old one left out stays out, and its rows stay"
              .formatted(kind));
    }
    if (!earlier.delete().equals(later.delete())) {
      add(
          Verdict.BACKFILL,
          "deletion %s has changed: rows that the old one kept or deleted stay so".formatted(kind));
    }
    if (!byName(earlier.rules(), rule -> rule.name())
        .equals(byName(later.rules(), rule -> rule.name()))) {
      add(
          Verdict.BACKFILL,
          "rules %s have changed (%s): records that were accepted or quarantined before stay so"
              .formatted(
                  kind,
                  String.join(
                      ", ",
                      unequal(
                          byName(earlier.rules(), rule -> rule.name()),
                          byName(later.rules(), rule -> rule.name())))));
    }
    compareTables(earlier, later);
    if (notes.size() == known && !same(earlier, later)) {
      add(
          Verdict.BACKFILL,
          "the kind %s has changed: stored rows are as the old definition made them"
              .formatted(later.name()));
    }
  }

  /** What decides which version of a row is newest, and which row it is. */
  private void compareOrder(RecordKind earlier, RecordKind later) {
    if (!earlier.root().equals(later.root())) {
      add(
          Verdict.REFUSED,
          "the root of the kind %s was %s and is %s: what counts as applied would not be the same"
              .formatted(later.name(), earlier.root(), later.root()));
    }
    if (!earlier.sequence().equals(later.sequence())
        || !earlier.sequenceTypes().equals(later.sequenceTypes())) {
      add(
          Verdict.REFUSED,
          "the sequence of the kind %s was %s and is %s: stored rows could not be compared with new ones"
              .formatted(later.name(), sequence(earlier), sequence(later)));
    }
  }

  private static String sequence(RecordKind kind) {
    return kind.sequence().isEmpty()
        ? "Kafka's order"
        : kind.sequence().stream()
            .flatMap(name -> kind.field(name).stream())
            .map(field -> field.name() + " (" + field.type().sql() + ")")
            .collect(Collectors.joining(", "));
  }

  private void compareFields(RecordKind earlier, RecordKind later) {
    Map<String, Field> old = byName(earlier.fields(), Field::name);
    Map<String, Field> present = byName(later.fields(), Field::name);
    List<String> changed =
        new ArrayList<>(
            unequal(old, present).stream()
                .filter(name -> old.containsKey(name) && present.containsKey(name))
                .toList());
    changed.removeIf(
        name ->
            SymbolsChange.of(old.get(name), present.get(name))
                .map(change -> notes.add(change.note(later.name())))
                .orElse(false));
    if (!changed.isEmpty()) {
      add(
          Verdict.BACKFILL,
          "fields of the kind %s are read in another way (%s): stored values are as they were read before"
              .formatted(later.name(), String.join(", ", changed)));
    }
  }

  private void compareTables(RecordKind earlier, RecordKind later) {
    Map<String, Table> old = byName(earlier.tables(), Table::name);
    for (Table table : later.tables()) {
      if (old.containsKey(table.name())) {
        notes.addAll(new TableChange(later.name(), old.get(table.name()), table).notes());
      } else {
        add(
            Verdict.BACKFILL,
            "the kind %s fills the table %s from now on: records that came before gave it no rows"
                .formatted(later.name(), table.name()));
      }
    }
    for (String name : old.keySet()) {
      if (later.table(name).isEmpty()) {
        add(
            Verdict.SAFE,
            "the kind %s does not fill the table %s any more; its rows stay as they are"
                .formatted(later.name(), name));
      }
    }
  }

  /** But for fields, which are told apart, and for what has no bearing on stored rows. */
  private static boolean same(RecordKind earlier, RecordKind later) {
    return normal(earlier).equals(normal(later));
  }

  private static RecordKind normal(RecordKind kind) {
    return kind.with(
        List.of(),
        sorted(kind.rules(), rule -> rule.name()),
        sorted(kind.tables(), Table::name).stream().map(TableChange::normal).toList());
  }

  private void add(Verdict verdict, String sentence) {
    notes.add(new Note(verdict, sentence));
  }

  static <T> List<T> sorted(List<T> things, Function<T, String> name) {
    return things.stream().sorted(Comparator.comparing(name)).toList();
  }

  static <T> Map<String, T> byName(List<T> things, Function<T, String> name) {
    Map<String, T> named = new LinkedHashMap<>();
    things.forEach(thing -> named.put(name.apply(thing), thing));
    return named;
  }

  /** The names of things that are not the same in both, or in one only. */
  static <T> List<String> unequal(Map<String, T> before, Map<String, T> now) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> before.containsKey(name) && before.get(name).equals(now.get(name)));
    return List.copyOf(names);
  }
}
