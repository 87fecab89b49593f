package io.assay.propose;

import java.util.List;

/**
 * A foreign key.
 *
 * @param orphan what happens where the other row is not there; empty for the usual
 */
record ReferenceIdea(String name, List<String> columns, String table, String orphan) {
  ReferenceIdea(String name, List<String> columns, String table) {
    this(name, columns, table, "");
  }

  ReferenceIdea {
    columns = List.copyOf(columns);
  }
}
