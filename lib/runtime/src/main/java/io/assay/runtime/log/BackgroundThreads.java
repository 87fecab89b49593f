package io.assay.runtime.log;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.slf4j.MDC;

/**
 * Threads for what goes on beside the batches. They do not keep the process alive, and their lines
 * in the log are about the pipeline and the query that those of their maker are about.
 */
public final class BackgroundThreads implements ThreadFactory {
  private final String name;
  private final Map<String, String> context = new HashMap<>();

  /**
   * Of one name.
   *
   * @param name as a dump of all threads shows it
   */
  public BackgroundThreads(String name) {
    this.name = name;
    Map<String, String> here = MDC.getCopyOfContextMap();
    for (String key : new String[] {LogContext.PIPELINE, LogContext.QUERY}) {
      if (here != null && here.containsKey(key)) {
        context.put(key, here.get(key));
      }
    }
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              context.forEach(MDC::put);
              work.run();
            },
            name);
    thread.setDaemon(true);
    return thread;
  }
}
