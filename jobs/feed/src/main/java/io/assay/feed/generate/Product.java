package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.Map;
import java.util.Random;

/**
 * Something that a stage makes. Whatever its version, it ends by {@link #released()} and begins no
 * earlier than {@link #begun()}, so that versions never change the order of the stages.
 */
interface Product {
  /** The stage that makes it. */
  Stage stage();

  /** What identifies it. */
  String key();

  /** Its row in the stage's sheet: the names of the columns, and the cells. */
  Map<String, String> cells();

  /** The name of the column that its first date stands in. */
  String firstDateColumn();

  /** The name of the column that its last date stands in. */
  String lastDateColumn();

  /** The date on which it begins, in all versions. */
  LocalDate begun();

  /** No version of it ends after that date. */
  LocalDate released();

  /** A version with other values. */
  Product changed(Random random);
}
