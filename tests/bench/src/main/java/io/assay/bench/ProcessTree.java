package io.assay.bench;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A process and all that it started, as Linux tells of them in {@code /proc}.
 *
 * @param pid the process at the top
 */
record ProcessTree(long pid) {
  /** What {@code /proc} counts CPU time in, on every Linux platform that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of {@code /proc/PID/stat} behind the name: utime, stime, cutime, cstime. */
  private static final int UTIME = 11;

  private static final int CUTIME = 13;
  private static final int CSTIME = 14;

  /**
   * CPU seconds of the processes, and of those that have ended and whose end a process of the tree
   * has taken note of.
   */
  double cpuSeconds() {
    return processes().mapToLong(process -> ticks(process, UTIME)).sum() / TICKS_PER_SECOND;
  }

  /** CPU seconds of the processes that this JVM started and that have ended, with all theirs. */
  static double endedChildrenCpuSeconds() {
    return ticks(ProcessHandle.current().pid(), CUTIME) / TICKS_PER_SECOND;
  }

  /**
   * Memory in use now, in bytes. What processes share is counted once (Pss); pages of files that
   * are mapped count, too.
   */
  long memory() {
    return processes().mapToLong(process -> kilobytes(process, "smaps_rollup", "Pss:")).sum()
        * 1024;
  }

  /** The most memory that the process at the top alone had resident (VmHWM), in bytes. */
  long peakOfFirst() {
    return kilobytes(pid, "status", "VmHWM:") * 1024;
  }

  private Stream<Long> processes() {
    return ProcessHandle.of(pid)
        .map(top -> Stream.concat(Stream.of(top), top.descendants()).map(ProcessHandle::pid))
        .orElse(Stream.empty());
  }

  private static long ticks(long process, int first) {
    return read(process, "stat")
        .map(lines -> ticks(lines.get(0), first))
        .orElse(0L); // it has ended; the one that started it has the time
  }

  private static long ticks(String stat, int first) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long sum = 0;
    for (int field = first; field <= CSTIME; field++) {
      sum += Long.parseLong(fields[field]);
    }
    return sum;
  }

  private static long kilobytes(long process, String file, String name) {
    OptionalLong value =
        read(process, file).orElse(List.of()).stream()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst();
    return value.orElse(0);
  }

  private static Optional<List<String>> read(long process, String file) {
    Path path = Path.of("/proc", Long.toString(process), file);
    try {
      return Optional.of(Files.readAllLines(path));
    } catch (AccessDeniedException e) {
      throw new BenchException("Cannot read " + path + ": not allowed. Run as the same user", e);
    } catch (IOException e) {
      return Optional.empty(); // it ended meanwhile
    }
  }
}
