package io.assay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OffsetRangesTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void theFirstGapIsBehindTheFirstRangeAndTheEndBehindTheLast() {
    OffsetRanges ranges = OffsetRanges.of(5, 100).with(200, 300);

    assertThat(ranges.first()).isEqualTo(5);
    assertThat(ranges.firstGap()).isEqualTo(100);
    assertThat(ranges.end()).isEqualTo(300);
  }

  @Test
  void containsTheStartOfARangeAndNotItsEnd() {
    OffsetRanges ranges = OffsetRanges.of(0, 100).with(200, 300);

    assertThat(ranges.contains(-1)).isFalse();
    assertThat(ranges.contains(0)).isTrue();
    assertThat(ranges.contains(99)).isTrue();
    assertThat(ranges.contains(100)).isFalse();
    assertThat(ranges.contains(150)).isFalse();
    assertThat(ranges.contains(200)).isTrue();
    assertThat(ranges.contains(300)).isFalse();
    assertThat(OffsetRanges.empty().contains(0)).isFalse();
  }

  @Test
  void joinsRangesThatTouchOrOverlap() {
    assertThat(OffsetRanges.of(0, 10).with(10, 20)).hasToString("{[0,20)}");
    assertThat(OffsetRanges.of(0, 10).with(20, 30).with(5, 25)).hasToString("{[0,30)}");
    assertThat(OffsetRanges.of(5, 6).with(3, 3)).hasToString("{[5,6)}");
    assertThat(OffsetRanges.empty()).hasToString("{}");
  }

  @Test
  void agreesWithASetOfNumbersWhateverIsAdded() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      Sample left = Sample.of(random);
      Sample right = Sample.of(random);
      BitSet both = (BitSet) left.numbers.clone();
      both.or(right.numbers);

      OffsetRanges union = left.ranges.union(right.ranges);

      assertThat(union).isEqualTo(right.ranges.union(left.ranges));
      assertThat(union.size()).isEqualTo(both.cardinality());
      for (int offset = 0; offset < 100; offset++) {
        assertThat(union.contains(offset)).isEqualTo(both.get(offset));
      }
      assertThat(left.ranges.overlaps(right.ranges))
          .isEqualTo(left.numbers.intersects(right.numbers));
    }
  }

  @Test
  void readsAndWritesWhatPostgresWrites() {
    OffsetRanges ranges = OffsetRanges.of(-5, 3).with(7, 8).with(9, Long.MAX_VALUE);

    String text = database.value("select '" + ranges + "'::int8multirange");

    assertThat(text).isEqualTo(ranges.toString());
    assertThat(OffsetRanges.parse(text)).isEqualTo(ranges).hasSameHashCodeAs(ranges);
    assertThat(OffsetRanges.parse("{}")).isEqualTo(OffsetRanges.empty());
    assertThat(ranges.first()).isEqualTo(-5);
    assertThat(ranges.end()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesTextThatIsNoBoundedMultirange() {
    for (String text : new String[] {"", "[0,1)", "{[0,1]}", "{[,1)}", "{[0,1),}", "{[3,1)}"}) {
      assertThatThrownBy(() -> OffsetRanges.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Not");
    }
  }

  @Test
  void collectsOffsetsWithGapsInLinearTime() {
    OffsetRanges.Builder builder = new OffsetRanges.Builder();
    for (long offset = 0; offset < 2_000_000; offset += 2) {
      builder.add(offset);
    }

    assertThat(builder.build().size()).isEqualTo(1_000_000);
  }

  private record Sample(OffsetRanges ranges, BitSet numbers) {
    static Sample of(Random random) {
      OffsetRanges.Builder builder = new OffsetRanges.Builder();
      BitSet numbers = new BitSet();
      for (int i = random.nextInt(8); i > 0; i--) {
        int from = random.nextInt(80);
        int to = from + random.nextInt(15);
        builder.add(from, to);
        numbers.set(from, to);
      }
      return new Sample(builder.build(), numbers);
    }
  }
}
