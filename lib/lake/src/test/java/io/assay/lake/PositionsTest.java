package io.assay.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PositionsTest {
  private static final Positions SOME =
      Positions.none().with("items", 0, 5).with("items", 10, 7).with("parts", 0, 1);

  @Test
  void theTextFormIsThatOfSparksKafkaSource() {
    assertThat(SOME).hasToString("{\"items\":{\"0\":5,\"10\":7},\"parts\":{\"0\":1}}");
    assertThat(Positions.parse(SOME.toString())).isEqualTo(SOME);
  }

  @Test
  void theyOnlyAdvance() {
    Positions other =
        Positions.none().with("items", 0, 3).with("items", 10, 9).with("items", 11, 2);

    assertThat(SOME.advancedTo(other)).isEqualTo(SOME.with("items", 10, 9).with("items", 11, 2));
  }

  @Test
  void distanceCountsWhatIsAheadOnly() {
    Positions later =
        Positions.none().with("items", 0, 3).with("items", 10, 9).with("items", 11, 2);

    assertThat(SOME.distanceTo(later)).isEqualTo(4);
  }

  @Test
  void anUnknownPartitionHasNoPosition() {
    assertThat(SOME.of("items", 1)).isEmpty();
    assertThat(SOME.of("none", 0)).isEmpty();
    assertThat(SOME.of("items", 10)).hasValue(7);
  }

  @Test
  void otherTextIsRefused() {
    assertThatThrownBy(() -> Positions.parse("{\"items\":5}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not positions of Kafka topics: {\"items\":5}");
  }
}
