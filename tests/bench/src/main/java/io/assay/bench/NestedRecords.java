package io.assay.bench;

import java.time.Instant;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes up orders: JSON objects with a customer and one to five lines, each with a product. The
 * same seed gives the same orders. All are valid, and no id comes twice.
 */
final class NestedRecords implements Records {
  private static final int CUSTOMERS = 20_000;
  private static final int PRODUCTS = 500;
  private static final int MOST_LINES = 5;
  private static final String[] COUNTRIES = {"DE", "FR", "GB", "CH", "SE", "PL", "US"};
  private static final String[] CURRENCIES = {"EUR", "USD", "GBP", "CHF", "SEK", "PLN"};
  private static final String[] STATES = {"ordered", "paid", "packed", "sent", "delivered"};
  private static final String[] THINGS = {
    "washing machine", "tumble dryer", "dishwasher", "refrigerator", "hob", "oven", "kettle"
  };
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond();
  private static final int YEAR = 365 * 24 * 3600;

  private final SplittableRandom random;
  private final BitSet customers = new BitSet(CUSTOMERS);
  private final BitSet products = new BitSet(PRODUCTS);
  private long orders;
  private long lines;

  NestedRecords(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Message next() {
    orders++;
    int customer = random.nextInt(CUSTOMERS);
    customers.set(customer);
    StringBuilder list = new StringBuilder();
    long cents = 0;
    int count = 1 + random.nextInt(MOST_LINES);
    for (int position = 1; position <= count; position++) {
      int quantity = 1 + random.nextInt(9);
      int price = 100 + random.nextInt(99_900);
      cents += (long) quantity * price;
      list.append(position == 1 ? "" : ",").append(line(position, quantity, price));
    }
    lines += count;
    long created = EPOCH + random.nextInt(YEAR);
    String value =
        String.format(
            Locale.ROOT,
            "{\"id\":%d,\"customer\":{\"id\":\"C-%06d\",\"name\":\"Customer %d & Sons\",\"country\":\"%s\"},\"currency\":\"%s\",\"status\":\"%s\",\"total\":%s,\"created_at\":\"%s\",\"updated_at\":\"%s\",\"lines\":[%s]}",
            orders,
            customer,
            customer,
            COUNTRIES[customer % COUNTRIES.length],
            one(CURRENCIES),
            one(STATES),
            amount(cents),
            Instant.ofEpochSecond(created),
            Instant.ofEpochSecond(created + random.nextInt(YEAR)),
            list);
    return new Message(Long.toString(orders), value);
  }

  @Override
  public Map<String, Long> rows() {
    return Map.of(
        "orders",
        orders,
        "line",
        lines,
        "customer",
        (long) customers.cardinality(),
        "product",
        (long) products.cardinality());
  }

  private String line(int position, int quantity, int price) {
    int product = random.nextInt(PRODUCTS);
    products.set(product);
    return String.format(
        Locale.ROOT,
        "{\"position\":%d,\"product\":{\"sku\":\"P-%04d\",\"name\":\"%s %d\"},\"quantity\":%d,\"price\":%s}",
        position,
        product,
        THINGS[product % THINGS.length],
        product,
        quantity,
        amount(price));
  }

  private static String amount(long cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
