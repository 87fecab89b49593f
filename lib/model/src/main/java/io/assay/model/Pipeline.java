package io.assay.model;

import java.io.Serializable;
import java.util.List;

/**
 * One pipeline: where its records come from, what must hold for them, and the tables they become.
 *
 * @param name lower-case letters, digits and hyphens, at most 40 characters; names the ledger rows, the lake folders and the lock
 * @param description one line for people
 * @param source topics and format
 * @param records the kinds of records, in the order in which their {@code when} is tried; the first that matches takes the record
 * @param silver whether the accepted records are also kept, typed, in the lake
 */
public record Pipeline(String name, String description, Source source, List<RecordKind> records, boolean silver)
    implements Serializable {
  public Pipeline {
    records = List.copyOf(records);
  }
}
