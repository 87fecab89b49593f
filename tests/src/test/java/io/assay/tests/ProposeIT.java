package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A nested topic that nobody has seen: what {@code propose} prints runs as it is, and gives the
 * rows and links that are in the records.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProposeIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOPIC = "shop-orders";
  private static final int ORDERS = 80;

  @TempDir static Path folder;

  private final TestEnvironment environment = TestEnvironment.create("propose");
  private final Set<String> customers = new HashSet<>();
  private final Set<String> tags = new HashSet<>();
  private final Map<String, Integer> expected = new LinkedHashMap<>();
  private int lines;
  private int links;
  private int notes;
  private int stock;
  private int referrals;

  @BeforeAll
  void feedProposeAndRun() throws IOException {
    Path file = folder.resolve(TOPIC + ".jsonl");
    Files.write(file, orders());
    succeed(environment.run("feed", "files", file.toString(), "--key", "number"));
    Outcome proposed = environment.run("propose", "--topic", TOPIC);
    succeed(proposed);
    Path pipeline = Files.writeString(folder.resolve("proposed.conf"), proposed.output());
    succeed(environment.run("run", pipeline.toString(), "--until-caught-up"));
  }

  private static void succeed(Outcome outcome) {
    assertThat(outcome.status()).as(outcome.errors()).isZero();
  }

  private List<String> orders() throws IOException {
    Random random = new Random(11);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      ObjectNode order = JSON.createObjectNode();
      order.put("number", 1000 + i).put("placedAt", "2026-03-%02dT10:00:00Z".formatted(1 + i % 28));
      int customer = random.nextInt(12);
      customers.add("c" + customer);
      order.putObject("customer").put("id", "c" + customer).put("name", "Customer " + customer);
      if (i % 2 == 0) {
        int recommended = random.nextInt(16);
        customers.add("c" + recommended);
        order
            .putObject("referring_customer")
            .put("id", "c" + recommended)
            .put("name", "Customer " + recommended);
        referrals++;
      }
      order.putObject("ship-to").put("city", "Town " + i % 7).put("zip", "0" + (1000 + i % 9));
      ArrayNode items = order.putArray("lines");
      for (int line = 0; line <= random.nextInt(4); line++) {
        items
            .addObject()
            .put("sku", "SK-%03d".formatted(line * 20 + random.nextInt(20)))
            .put("quantity", 1 + random.nextInt(9))
            .put("price", 4.25 * (1 + i));
        lines++;
      }
      ArrayNode labels = order.putArray("tags");
      for (int tag = 0; tag < random.nextInt(4); tag++) {
        labels.addObject().put("id", 10 * tag).put("label", "Label " + tag);
        tags.add("" + tag);
        links++;
      }
      if (i % 3 == 0) {
        order.putArray("notes").add("fragile").add("note " + i);
        notes += 2;
      }
      order.putObject("stock").put("2026-01-01", i).put("2026-01-02", i + 1);
      stock += 2;
      all.add(JSON.writeValueAsString(order));
    }
    return all;
  }

  @Test
  void everyTableHasTheRowsThatAreInTheRecords() throws SQLException {
    expected.put("shop_orders", ORDERS);
    expected.put("customer", customers.size());
    expected.put("shop_order_line", lines);
    expected.put("tag", tags.size());
    expected.put("shop_order_tag", links);
    expected.put("shop_order_note", notes);
    expected.put("shop_order_stock", stock);

    Map<String, Integer> there = new LinkedHashMap<>();
    for (String table : expected.keySet()) {
      there.put(table, number("select count(*) from " + table));
    }
    assertThat(there).isEqualTo(expected);
  }

  @Test
  void linksLeadFromLinesToCustomers() throws SQLException {
    String joined =
        """
        select count(*) from shop_order_line l
        join shop_orders o on o.number = l.shop_order_number
        join customer c on c.id = o.customer_id
        """;

    assertThat(number(joined)).isEqualTo(lines);
  }

  @Test
  void oneTableHasTheCustomersOfBothPlaces() throws SQLException {
    assertThat(
            number(
                "select count(*) from shop_orders o join customer c on c.id = o.referring_customer_id"))
        .isEqualTo(referrals);
  }

  @Test
  void nothingIsQuarantined() throws SQLException {
    assertThat(number("select count(*) from assay.finding")).isZero();
    assertThat(number("select count(*) from assay.quarantine")).isZero();
  }

  private int number(String query) throws SQLException {
    try (Connection connection = environment.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }
}
