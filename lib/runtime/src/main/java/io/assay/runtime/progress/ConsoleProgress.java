package io.assay.runtime.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows a {@link ProgressBoard}: on a terminal one line that is refreshed once a second, elsewhere
 * a plain line every ten seconds if something has changed. Closing it shows the last state.
 */
public final class ConsoleProgress implements AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);
  private static final String BACK_AND_CLEAR = "\r\033[K";

  private final ProgressBoard board;
  private final PrintStream out;
  private final boolean terminal;
  private final ProgressLine line = new ProgressLine();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private List<ProgressBoard.Reading> shown = List.of();
  private long shownAt = System.nanoTime();

  private ConsoleProgress(ProgressBoard board, PrintStream out, boolean terminal) {
    this.board = board;
    this.out = out;
    this.terminal = terminal;
  }

  /** Begins to show the board. */
  public static ConsoleProgress start(ProgressBoard board, PrintStream out) {
    ConsoleProgress progress = new ConsoleProgress(board, out, System.console() != null);
    long period = (progress.terminal ? ON_TERMINAL : ELSEWHERE).toMillis();
    progress.timer.scheduleAtFixedRate(progress::show, period, period, TimeUnit.MILLISECONDS);
    return progress;
  }

  private synchronized void show() {
    List<ProgressBoard.Reading> readings = board.readings();
    if (readings.isEmpty() || (!terminal && readings.equals(shown))) {
      return;
    }
    long now = System.nanoTime();
    String text = line.next(readings, Duration.ofNanos(now - shownAt));
    shown = readings;
    shownAt = now;
    if (terminal) {
      out.print(BACK_AND_CLEAR + text);
    } else {
      out.println(text);
    }
    out.flush();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    show();
    if (terminal) {
      out.println();
    }
  }
}
