package io.assay.crash.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.crash.feed.Statement.Deletion;
import io.assay.crash.feed.Statement.Refused;
import io.assay.crash.feed.Statement.Tombstone;
import io.assay.crash.feed.Statement.Version;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
  private static final int SOME = 2_000;

  static Stream<Workload> workloads() {
    return Stream.of(new Articles(5), new Orders(5));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aRecordDependsOnSeedAndNumberAlone(Workload workload) {
    Workload again = workload instanceof Articles ? new Articles(5) : new Orders(5);

    for (long number = SOME; number > 0; number--) {
      assertThat(again.record(number).value()).isEqualTo(workload.record(number).value());
      assertThat(again.record(number).statement()).isEqualTo(workload.record(number).statement());
    }
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everySortOfRecordIsAmongThem(Workload workload) {
    assertThat(
            LongStream.range(0, SOME)
                .<Object>mapToObj(number -> workload.record(number).statement().getClass())
                .distinct())
        .contains(Version.class, Deletion.class, Tombstone.class, Refused.class);
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void theRecordsOfARowAreInOnePartition(Workload workload) {
    for (long number = 0; number < SOME; number++) {
      if (workload.record(number).statement() instanceof Version version) {
        assertThat(workload.record(number).partition())
            .isEqualTo((int) (version.id() % workload.partitions()));
      }
    }
  }
}
