package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final String BUSY = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";

  @Test
  void theTimeOfAChildIsPartOfTheTree() throws IOException {
    Process child = new ProcessBuilder("sh", "-c", "(" + BUSY + "); read line").start();
    ProcessTree tree = new ProcessTree(child.pid());
    try (OutputStream input = child.getOutputStream()) {
      assertThat(input).isNotNull();
      while (tree.cpuSeconds() < 0.05) {
        Thread.onSpinWait();
      }
      assertThat(tree.peakOfFirst()).isPositive();
      assertThat(tree.memory()).isPositive();
    }
  }

  @Test
  void theTimeOfAChildThatEndedIsKnown() throws IOException, InterruptedException {
    double before = ProcessTree.endedChildrenCpuSeconds();

    new ProcessBuilder("sh", "-c", BUSY).start().waitFor();

    assertThat(ProcessTree.endedChildrenCpuSeconds()).isGreaterThan(before);
  }

  @Test
  void aProcessThatIsGoneUsesNothing() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    assertThat(new ProcessTree(ended.pid()).cpuSeconds()).isZero();
  }
}
