package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class FlatRecordsTest {

  @Test
  void theSameSeedGivesTheSameRecords() {
    FlatRecords first = new FlatRecords(7);
    FlatRecords second = new FlatRecords(7);

    for (int i = 0; i < 100; i++) {
      assertThat(first.next()).isEqualTo(second.next());
    }
  }

  @Test
  void idsCountFromOne() {
    FlatRecords records = new FlatRecords(1);

    assertThat(records.next().value()).startsWith("{\"id\":1,\"customer\":\"C-");
    assertThat(records.next().value()).startsWith("{\"id\":2,");
    assertThat(records.rows()).containsExactly(entry("order_line", 2L));
  }
}
