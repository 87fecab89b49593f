package io.assay.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the database must hold after all records were taken in. */
public final class Expectation {
  private static final int SHOWN = 50;

  private final Map<String, Map<List<String>, ExpectedRow>> tables = new TreeMap<>();
  private final Map<Coordinates, Set<String>> quarantined = new TreeMap<>();
  private final Set<Coordinates> held = new TreeSet<>();
  private final Set<Coordinates> filtered = new TreeSet<>();
  private final Set<Coordinates> fed = new TreeSet<>();
  private final List<Set<String>> sharers = new ArrayList<>();

  /**
   * How many records of a topic come to what.
   *
   * @param accepted applied, or superseded by another version: which of the two depends on how they
   *     fell into batches
   */
  public record TopicCounts(long fed, long quarantined, long filtered, long held, long accepted) {}

  Expectation() {
    for (String table : StoredState.TABLES.keySet()) {
      tables.put(table, new TreeMap<>(StoredState.KEY_ORDER));
    }
  }

  void feed(FedRecord record) {
    fed.add(record.at());
  }

  void quarantine(FedRecord record, Set<String> rules) {
    quarantined.computeIfAbsent(record.at(), at -> new TreeSet<>()).addAll(rules);
  }

  void hold(FedRecord record) {
    held.add(record.at());
  }

  void filter(FedRecord record) {
    filtered.add(record.at());
  }

  void row(String table, ExpectedRow row) {
    List<String> key = StoredState.TABLES.get(table).stream().map(row.values()::get).toList();
    tables.get(table).put(key, row);
  }

  /** One of these sub-assemblies, at least, is warned that its machine is shared. */
  void share(Set<String> subAssemblies) {
    sharers.add(subAssemblies);
  }

  /** The records that must be in quarantine, with the rules that reject them. */
  public Map<Coordinates, Set<String>> quarantined() {
    return quarantined;
  }

  /** The records that must be waiting. */
  public Set<Coordinates> held() {
    return held;
  }

  /** The records that must have been accepted: applied, or superseded by another version. */
  public Set<Coordinates> accepted() {
    Set<Coordinates> accepted = without(fed, quarantined.keySet());
    accepted.removeAll(filtered);
    accepted.removeAll(held);
    return accepted;
  }

  /** How many rows a table must have. */
  public int rows(String table) {
    return tables.get(table).size();
  }

  /** The counts of a topic. */
  public TopicCounts topic(String topic) {
    long all = count(fed, topic);
    long bad = count(quarantined.keySet(), topic);
    long blank = count(filtered, topic);
    long waiting = count(held, topic);
    return new TopicCounts(all, bad, blank, waiting, all - bad - blank - waiting);
  }

  /** How what is stored differs from what must be, in sentences; empty if it does not. */
  public List<String> differences(StoredState stored) {
    List<String> differences = new ArrayList<>();
    tables.forEach((table, rows) -> compareTable(table, rows, stored.rows(table), differences));
    compareSharers(stored, differences);
    compareQuarantine(stored, differences);
    if (!held.equals(stored.held())) {
      differences.add(
          "held: missing "
              + without(held, stored.held())
              + ", unexpected "
              + without(stored.held(), held));
    }
    return differences.size() <= SHOWN ? differences : shortened(differences);
  }

  private static void compareTable(
      String table,
      Map<List<String>, ExpectedRow> expected,
      Map<List<String>, StoredState.Row> actual,
      List<String> differences) {
    Set<List<String>> keys = new TreeSet<>(StoredState.KEY_ORDER);
    keys.addAll(expected.keySet());
    keys.addAll(actual.keySet());
    for (List<String> key : keys) {
      String name = table + " " + key + ": ";
      if (!actual.containsKey(key)) {
        differences.add(name + "missing, should be " + expected.get(key));
      } else if (!expected.containsKey(key)) {
        differences.add(name + "should not be there, is " + actual.get(key));
      } else {
        compareRow(name, expected.get(key), actual.get(key), differences);
      }
    }
  }

  private static void compareRow(
      String name, ExpectedRow expected, StoredState.Row actual, List<String> differences) {
    if (!expected.values().equals(actual.values())) {
      differences.add(name + "is " + actual.values() + ", should be " + expected.values());
    }
    if (!expected.at().equals(actual.at())) {
      differences.add(name + "comes from " + actual.at() + ", should come from " + expected.at());
    }
    Set<String> unexpected = new TreeSet<>(actual.warnings());
    unexpected.removeAll(expected.warnings());
    unexpected.removeAll(expected.possible());
    if (!actual.warnings().containsAll(expected.warnings()) || !unexpected.isEmpty()) {
      differences.add(
          name
              + "has the warnings "
              + actual.warnings()
              + ", should have "
              + expected.warnings()
              + " and perhaps "
              + expected.possible());
    }
  }

  private void compareSharers(StoredState stored, List<String> differences) {
    Map<List<String>, StoredState.Row> rows = stored.rows("sub_assembly");
    for (Set<String> shared : sharers) {
      boolean warned =
          shared.stream()
              .map(key -> rows.get(List.of(key)))
              .anyMatch(row -> row != null && row.warnings().contains("machine-shared"));
      if (!warned) {
        differences.add("sub_assembly " + shared + ": none is warned that they share a machine");
      }
    }
  }

  private void compareQuarantine(StoredState stored, List<String> differences) {
    Map<Coordinates, Set<String>> actual = stored.quarantined();
    Set<Coordinates> all = new TreeSet<>(quarantined.keySet());
    all.addAll(actual.keySet());
    for (Coordinates at : all) {
      if (!actual.containsKey(at)) {
        differences.add(at + " should be in quarantine for " + quarantined.get(at));
      } else if (!quarantined.containsKey(at)) {
        differences.add(at + " should not be in quarantine, is for " + actual.get(at));
      } else if (!actual.get(at).equals(quarantined.get(at))) {
        differences.add(
            at
                + " is in quarantine for "
                + actual.get(at)
                + ", should be for "
                + quarantined.get(at));
      }
    }
  }

  private static long count(Set<Coordinates> coordinates, String topic) {
    return coordinates.stream().filter(at -> at.topic().equals(topic)).count();
  }

  private static Set<Coordinates> without(Set<Coordinates> all, Set<Coordinates> some) {
    Set<Coordinates> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static List<String> shortened(List<String> differences) {
    List<String> first = new ArrayList<>(differences.subList(0, SHOWN));
    first.add("and " + (differences.size() - SHOWN) + " more");
    return first;
  }
}
