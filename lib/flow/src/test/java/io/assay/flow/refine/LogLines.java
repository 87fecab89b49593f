package io.assay.flow.refine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a class logs while this is open. */
public final class LogLines extends AbstractAppender implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Level level;

  private LogLines(Logger logger, Level level) {
    super("lines", null, null, true, Property.EMPTY_ARRAY);
    this.logger = logger;
    this.level = level;
  }

  public static LogLines of(Class<?> logging, Level level) {
    LogLines lines = new LogLines((Logger) LogManager.getLogger(logging), level);
    lines.start();
    lines.logger.setLevel(level);
    lines.logger.addAppender(lines);
    return lines;
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void append(LogEvent event) {
    if (event.getLevel().isMoreSpecificThan(level)) {
      lines.add(event.getMessage().getFormattedMessage());
    }
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
