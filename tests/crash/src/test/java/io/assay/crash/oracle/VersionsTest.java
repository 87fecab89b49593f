package io.assay.crash.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.crash.feed.Statement.Deletion;
import io.assay.crash.feed.Statement.Tombstone;
import io.assay.crash.feed.Statement.Version;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private static final long ID = 7;
  private final Versions versions = new Versions();
  private long offset;

  private Place next() {
    return new Place("t", 0, offset++, 0);
  }

  private void version(long sequence) {
    versions.add(new Version(ID, sequence, List.of(), List.of()), offset, next());
  }

  private List<Long> left() {
    List<Long> numbers = new ArrayList<>();
    versions.forEach((number, place) -> numbers.add(number));
    return numbers;
  }

  @Test
  void theGreaterSequenceStays() {
    version(5);
    version(3);

    assertThat(left()).containsExactly(0L);
  }

  @Test
  void betweenEqualsTheLaterStays() {
    version(5);
    version(5);

    assertThat(left()).containsExactly(1L);
  }

  @Test
  void aDeletionKeepsAwayWhatIsOlder() {
    version(5);
    versions.add(new Deletion(ID, 8), next());
    version(7);

    assertThat(left()).isEmpty();
    version(9);
    assertThat(left()).containsExactly(3L);
  }

  @Test
  void afterATombstoneAnyVersionIsNew() {
    version(5);
    versions.add(new Tombstone(ID));
    assertThat(left()).isEmpty();

    version(3);
    assertThat(left()).containsExactly(1L);
  }
}
