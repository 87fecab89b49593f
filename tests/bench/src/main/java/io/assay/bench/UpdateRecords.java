package io.assay.bench;

import java.util.Map;

/**
 * Makes up flat records of which every second one changes a stored row, each another one, in no
 * order; the others are new.
 */
final class UpdateRecords implements Records {
  /** A prime: its multiples go through all stored rows before one comes again. */
  private static final long STRIDE = 2_147_483_647;

  private final FlatRecords flat;
  private final long stored;
  private long made;

  /**
   * Makes records of a seed.
   *
   * @param stored rows that are there, with the ids from 1
   */
  UpdateRecords(long seed, long stored) {
    this.flat = new FlatRecords(seed);
    this.stored = stored;
  }

  @Override
  public Message next() {
    made++;
    return flat.of(made % 2 == 0 ? 1 + changed() * STRIDE % stored : stored + made - changed());
  }

  /** How many records change a stored row. */
  long changed() {
    return made / 2;
  }

  @Override
  public Map<String, Long> rows() {
    return Map.of(Flat.TABLE, stored + made - changed());
  }
}
