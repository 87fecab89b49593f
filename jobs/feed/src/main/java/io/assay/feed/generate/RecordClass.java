package io.assay.feed.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a generated record is an example of. */
public enum RecordClass {
  /** The first version of something, in order. */
  REGULAR(Fate.APPLIED),
  /** A later version: the same key, a greater revision, other values. */
  UPDATE(Fate.APPLIED),
  /** An older revision that comes after a newer one. */
  LATE(Fate.SUPERSEDED),

  /** An item that stands in the same sheet already. */
  DUPLICATE_ITEM(Fate.QUARANTINED),
  /** The last date is only right if day and month are read the other way round. */
  AMBIGUOUS_DATE(Fate.APPLIED),
  /** The last date is before the first, however they are read. */
  OUT_BEFORE_IN(Fate.QUARANTINED),
  /** The last date is none. */
  BAD_DATE(Fate.QUARANTINED),
  /** A sub-assembly of an item that never comes. */
  ORPHAN_ITEM(Fate.HELD),
  /** An assembly of a machine on which nothing was ever sub-assembled. */
  UNKNOWN_MACHINE(Fate.HELD),
  /** An assembly of a sub-assembly and a machine that both exist but do not belong together. */
  WRONG_PAIR(Fate.APPLIED),
  /** It starts before the stage before it has ended. */
  STAGE_ORDER(Fate.APPLIED),
  /** A sub-assembly on a machine that another one uses at the same time. */
  SHARED_MACHINE(Fate.APPLIED),
  /** Outer spaces, final dots, misspelt words, other letter case. */
  TEXT_HYGIENE(Fate.APPLIED),
  /** A value that must be there is absent, null or blank. */
  MISSING_FIELD(Fate.QUARANTINED),
  /** An id in the wrong form. */
  BAD_ID(Fate.QUARANTINED),
  /** A quantity without a number, or out of bounds. */
  BAD_QUANTITY(Fate.QUARANTINED),
  /** A good quantity with its unit, as people write it. */
  QUANTITY_WITH_UNITS(Fate.APPLIED),
  /** Bytes that are no JSON. */
  BROKEN_JSON(Fate.QUARANTINED),
  /** JSON, but no object. */
  NOT_AN_OBJECT(Fate.QUARANTINED),
  /** A record without a value: its item is gone. Nothing refers to the item. */
  TOMBSTONE(Fate.DELETES),
  /** A row with nothing in its cells. */
  BLANK_ROW(Fate.FILTERED),
  /** Good text that careless code trips over: quotes, backslashes, SQL, emoji. */
  HOSTILE_TEXT(Fate.APPLIED),
  /** Text that PostgreSQL cannot hold: U+0000 and lone surrogates. */
  UNSTORABLE_TEXT(Fate.QUARANTINED);

  private final Fate fate;

  RecordClass(Fate fate) {
    this.fate = fate;
  }

  /** What becomes of such a record. */
  public Fate fate() {
    return fate;
  }

  /** Whether {@code --defect} takes it. */
  public boolean isDefect() {
    return compareTo(LATE) > 0;
  }

  /** All that {@code --defect} takes. */
  public static List<RecordClass> defects() {
    return Arrays.stream(values()).filter(RecordClass::isDefect).toList();
  }

  /** How users write it: in lower case, with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
