package io.assay.bench;

import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes up the records: flat JSON objects of ten members, about 300 bytes each. The same seed gives
 * the same records. All are valid, and no id comes twice, so that every record becomes a row.
 */
final class FlatRecords implements Records {
  private static final String[] PRODUCTS = {
    "washing machine", "tumble dryer", "dishwasher", "refrigerator", "hob", "oven", "kettle"
  };
  private static final String[] CURRENCIES = {"EUR", "USD", "GBP", "CHF", "SEK", "PLN"};
  private static final String[] STATES = {"ordered", "paid", "packed", "sent", "delivered"};
  private static final String[] WORDS = {
    "please",
    "ring",
    "twice",
    "leave",
    "with",
    "the",
    "neighbour",
    "gift",
    "wrap",
    "no",
    "plastic",
    "before",
    "noon",
    "schnell",
    "grüße",
    "à",
    "bientôt"
  };
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond();
  private static final int YEAR = 365 * 24 * 3600;

  private final SplittableRandom random;
  private final long first;
  private long last;

  FlatRecords(long seed) {
    this(seed, 1);
  }

  /** Records whose ids count from the first one. */
  FlatRecords(long seed, long first) {
    this.random = new SplittableRandom(seed);
    this.first = first;
    this.last = first - 1;
  }

  @Override
  public Message next() {
    return of(++last);
  }

  @Override
  public Map<String, Long> rows() {
    return Map.of(Flat.TABLE, last - first + 1);
  }

  /** A record of that id, newer than any stored row. */
  Message of(long id) {
    return new Message(Long.toString(id), value(id));
  }

  private String value(long id) {
    long created = EPOCH + random.nextInt(YEAR);
    long updated = created + random.nextInt(YEAR);
    return "{\"id\":%d,\"customer\":\"C-%06d\",\"product\":\"%s %c%d\",\"quantity\":%d,\"price\":%d.%02d,\"currency\":\"%s\",\"status\":\"%s\",\"created_at\":\"%s\",\"updated_at\":\"%s\",\"note\":\"%s\"}"
        .formatted(
            id,
            random.nextInt(1_000_000),
            one(PRODUCTS),
            'A' + random.nextInt(26),
            100 + random.nextInt(900),
            1 + random.nextInt(100),
            1 + random.nextInt(9_999),
            random.nextInt(100),
            one(CURRENCIES),
            one(STATES),
            Instant.ofEpochSecond(created),
            Instant.ofEpochSecond(updated),
            note());
  }

  private String note() {
    StringBuilder note = new StringBuilder(one(WORDS));
    for (int words = 3 + random.nextInt(9); words > 0; words--) {
      note.append(' ').append(one(WORDS));
    }
    return note.toString();
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
