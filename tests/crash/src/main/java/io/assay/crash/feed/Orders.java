package io.assay.crash.feed;

import io.assay.crash.feed.Statement.Deletion;
import io.assay.crash.feed.Statement.Refused;
import io.assay.crash.feed.Statement.Tombstone;
import io.assay.crash.feed.Statement.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Orders with lines for {@code tests/crash/orders.conf}. */
public final class Orders implements Workload {
  private static final Table ORDERS =
      new Table("orders", List.of("id"), List.of("version", "customer"));
  private static final Table LINE =
      new Table("order_line", List.of("order_id", "no"), List.of("sku", "quantity"));
  private static final Table CUSTOMER = new Table("customer", List.of("name"), List.of("tier"));
  private static final Table PRODUCT = new Table("product", List.of("sku"), List.of("title"));
  private static final int IDS = 20_000;
  private static final int CUSTOMERS = 2_000;
  private static final int PRODUCTS = 3_000;
  private static final int PARTITIONS = 2;
  private static final int MOST_LINES = 6;

  private final long seed;

  public Orders(long seed) {
    this.seed = seed;
  }

  @Override
  public String pipeline() {
    return "crash-orders";
  }

  @Override
  public String kind() {
    return "orders";
  }

  @Override
  public String definition() {
    return "tests/crash/orders.conf";
  }

  @Override
  public String topic() {
    return "crash-orders";
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  @Override
  public List<Table> tables() {
    return List.of(ORDERS, LINE, CUSTOMER, PRODUCT);
  }

  @Override
  public int pace() {
    return 60;
  }

  @Override
  public int burst() {
    return 25_000;
  }

  @Override
  public FedRecord record(long number) {
    Draw draw = Draw.of(seed, pipeline(), number);
    long id = draw.below(IDS);
    long version = draw.sequence(number);
    int fate = draw.below(100);
    if (fate < 6) {
      return id % 2 == 0
          ? fed(id, "u-", null, new Tombstone(id))
          : fed(
              id,
              "d-",
              "{\"id\":%d,\"version\":%d}".formatted(id, version),
              new Deletion(id, version));
    }
    String customer = "customer " + draw.below(CUSTOMERS);
    String tier = "tier " + number;
    List<String> lines = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    Map<String, Row> products = new TreeMap<>();
    rows.add(Row.of(ORDERS, List.of(Long.toString(id)), Long.toString(version), customer));
    int count = draw.below(MOST_LINES + 1);
    for (int no = 1; no <= count; no++) {
      String sku = "P" + draw.below(PRODUCTS);
      String title = sku + " of " + number;
      int quantity = 1 + draw.below(99);
      lines.add(line(no, sku, title, Integer.toString(quantity)));
      rows.add(
          Row.of(
              LINE,
              List.of(Long.toString(id), Integer.toString(no)),
              sku,
              Integer.toString(quantity)));
      products.put(sku, Row.of(PRODUCT, List.of(sku), title));
    }
    if (fate < 7) {
      String cut = json(id, version, customer, tier, lines);
      return fed(id, "u-", cut.substring(1), new Refused("decode"));
    }
    if (fate < 8) {
      return fed(id, "u-", json(id, version, "", tier, lines), new Refused("present"));
    }
    if (fate < 9) {
      lines.add(line(count + 1, "P1", "P1", "\"many\""));
      return fed(id, "u-", json(id, version, customer, tier, lines), new Refused("type"));
    }
    if (fate < 10) {
      lines.add(line(7, "P1", "P1", "1"));
      lines.add(line(7, "P2", "P2", "2"));
      return fed(
          id, "u-", json(id, version, customer, tier, lines), new Refused("duplicate-order_line"));
    }
    List<Row> dimensions = new ArrayList<>(products.values());
    dimensions.add(Row.of(CUSTOMER, List.of(customer), tier));
    return fed(
        id,
        "u-",
        json(id, version, customer, tier, lines),
        new Version(id, version, rows, dimensions));
  }

  private static String json(
      long id, long version, String customer, String tier, List<String> lines) {
    return "{\"id\":%d,\"version\":%d,\"customer\":{\"name\":\"%s\",\"tier\":\"%s\"},\"lines\":[%s]}"
        .formatted(id, version, customer, tier, String.join(",", lines));
  }

  private static String line(int no, String sku, String title, String quantity) {
    return "{\"no\":%d,\"sku\":\"%s\",\"title\":\"%s\",\"quantity\":%s}"
        .formatted(no, sku, title, quantity);
  }

  private static FedRecord fed(long id, String prefix, String value, Statement statement) {
    return new FedRecord(
        (int) (id % PARTITIONS),
        Draw.bytes(prefix + id),
        value == null ? null : Draw.bytes(value),
        statement);
  }
}
