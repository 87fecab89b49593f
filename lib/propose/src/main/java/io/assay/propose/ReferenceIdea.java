package io.assay.propose;

import java.util.List;

/** A foreign key. */
record ReferenceIdea(String name, List<String> columns, String table) {
  ReferenceIdea {
    columns = List.copyOf(columns);
  }
}
