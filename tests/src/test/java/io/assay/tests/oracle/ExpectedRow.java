package io.assay.tests.oracle;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A row as it must be.
 *
 * @param values the business columns as text; null where empty
 * @param at the record that it must be stamped with
 * @param warnings that it must be stamped with
 * @param possible further warnings that it may be stamped with, depending on what came first
 */
record ExpectedRow(
    Map<String, String> values, Coordinates at, Set<String> warnings, Set<String> possible) {
  ExpectedRow {
    values = new TreeMap<>(values);
  }

  /** The row of a version, with what it is warned of. */
  static ExpectedRow of(Map<String, String> values, Version<?> version, Warnings warnings) {
    Set<String> certain = new TreeSet<>(version.warnings());
    certain.addAll(warnings.certain());
    return new ExpectedRow(values, version.record().at(), certain, warnings.possible());
  }
}
