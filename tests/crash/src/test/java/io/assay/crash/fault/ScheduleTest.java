package io.assay.crash.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final int KINDS = FaultKind.values().length;

  @Test
  void aSeedGivesTheSameFaultsAgain() {
    assertThat(Schedule.of(50, 2, 7)).isEqualTo(Schedule.of(50, 2, 7));
    assertThat(Schedule.of(50, 2, 7)).isNotEqualTo(Schedule.of(50, 2, 8));
  }

  @Test
  void everyKindStrikesBeforeOneStrikesAgain() {
    List<Strike> strikes = Schedule.of(KINDS, 2, 3);

    assertThat(strikes).extracting(Strike::kind).containsExactlyInAnyOrder(FaultKind.values());
  }
}
