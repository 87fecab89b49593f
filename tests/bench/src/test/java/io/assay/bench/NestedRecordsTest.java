package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NestedRecordsTest {

  @Test
  void theRowsAreThoseOfTheOrders() {
    NestedRecords records = new NestedRecords(7);
    Set<String> customers = new HashSet<>();
    Set<String> products = new HashSet<>();
    long lines = 0;

    for (int i = 0; i < 1000; i++) {
      String value = records.next().value();
      customers.addAll(found("\"C-[0-9]{6}\"", value));
      products.addAll(found("\"P-[0-9]{4}\"", value));
      lines += value.split("\"position\"", -1).length - 1;
    }

    assertThat(records.rows())
        .containsEntry("orders", 1000L)
        .containsEntry("line", lines)
        .containsEntry("customer", (long) customers.size())
        .containsEntry("product", (long) products.size());
    assertThat(lines).isBetween(2800L, 3200L);
  }

  private static Set<String> found(String pattern, String value) {
    Set<String> found = new HashSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(value);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
