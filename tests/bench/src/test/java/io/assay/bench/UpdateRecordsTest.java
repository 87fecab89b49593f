package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpdateRecordsTest {

  @Test
  void everySecondRecordChangesAnotherStoredRowAndTheOthersAreNew() {
    UpdateRecords records = new UpdateRecords(7, 1000);
    Set<Long> stored = new HashSet<>();
    Set<Long> added = new HashSet<>();

    for (int i = 0; i < 999; i++) {
      long id = Long.parseLong(records.next().key());
      (id <= 1000 ? stored : added).add(id);
    }

    assertThat(stored).hasSize(499).allMatch(id -> id >= 1);
    assertThat(added).hasSize(500).allMatch(id -> id <= 1500);
    assertThat(records.changed()).isEqualTo(499);
    assertThat(records.rows()).containsEntry("order_line", 1500L);
  }
}
