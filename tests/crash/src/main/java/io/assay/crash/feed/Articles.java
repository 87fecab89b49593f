package io.assay.crash.feed;

import io.assay.crash.feed.Statement.Deletion;
import io.assay.crash.feed.Statement.Filtered;
import io.assay.crash.feed.Statement.Refused;
import io.assay.crash.feed.Statement.Tombstone;
import io.assay.crash.feed.Statement.Version;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Flat records for {@code tests/crash/flat.conf}. */
public final class Articles implements Workload {
  private static final Table ARTICLE =
      new Table(
          "article", List.of("id"), List.of("version", "name", "price", "stock", "changed_at"));
  private static final int IDS = 60_000;
  private static final int PARTITIONS = 3;
  private static final int DEAR = 90_00;
  private static final long EPOCH = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
  private static final DateTimeFormatter POSTGRES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'+00'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final long seed;

  public Articles(long seed) {
    this.seed = seed;
  }

  @Override
  public String pipeline() {
    return "crash-flat";
  }

  @Override
  public String kind() {
    return "article";
  }

  @Override
  public String definition() {
    return "tests/crash/flat.conf";
  }

  @Override
  public String topic() {
    return "crash-flat";
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  @Override
  public List<Table> tables() {
    return List.of(ARTICLE);
  }

  @Override
  public int pace() {
    return 200;
  }

  @Override
  public int burst() {
    return 60_000;
  }

  @Override
  public FedRecord record(long number) {
    Draw draw = Draw.of(seed, pipeline(), number);
    long id = draw.below(IDS);
    long version = draw.sequence(number);
    int fate = draw.below(100);
    int cents = draw.below(100_00);
    int stock = draw.below(1001);
    String name = "article " + id + " of " + number + " “ü”";
    Instant changed = Instant.ofEpochSecond(EPOCH + number);
    if (fate < 6) {
      return id % 2 == 0
          ? fed(id, "u-", null, new Tombstone(id))
          : fed(
              id,
              "d-",
              "{\"id\":%d,\"version\":%d}".formatted(id, version),
              new Deletion(id, version));
    }
    String price = "%d.%02d".formatted(cents / 100, cents % 100);
    String json =
        "{\"id\":%d,\"version\":%d,\"name\":\"%s\",\"price\":%s,\"stock\":%d,\"status\":\"%s\",\"changed_at\":\"%s\"}";
    if (fate < 8) {
      return fed(
          id,
          "u-",
          json.formatted(id, version, name, price, stock, "test", changed),
          new Filtered());
    }
    if (fate < 9) {
      String cut = json.formatted(id, version, name, price, stock, "sold", changed);
      return fed(id, "u-", cut.substring(0, cut.length() - 9), new Refused("decode"));
    }
    if (fate < 10) {
      return fed(
          id,
          "u-",
          json.formatted(id, version, name, "\"dear\"", stock, "sold", changed),
          new Refused("type"));
    }
    if (fate < 11) {
      return fed(
          id,
          "u-",
          json.formatted(id, version, "", price, stock, "sold", changed),
          new Refused("present"));
    }
    if (fate < 12) {
      return fed(
          id,
          "u-",
          json.formatted(id, version, name, price, stock + 2000, "sold", changed),
          new Refused("stock"));
    }
    Row row =
        new Row(
            ARTICLE,
            List.of(Long.toString(id)),
            List.of(
                Long.toString(version),
                name,
                price,
                Integer.toString(stock),
                POSTGRES.format(changed)),
            cents > DEAR ? List.of("dear") : List.of());
    return fed(
        id,
        "u-",
        json.formatted(id, version, name, price, stock, "sold", changed),
        new Version(id, version, List.of(row), List.of()));
  }

  private static FedRecord fed(long id, String prefix, String value, Statement statement) {
    return new FedRecord(
        (int) (id % PARTITIONS),
        Draw.bytes(prefix + id),
        value == null ? null : Draw.bytes(value),
        statement);
  }
}
