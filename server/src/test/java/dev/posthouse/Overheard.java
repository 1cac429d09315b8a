package dev.posthouse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// Everything that is logged as long as it listens, at the finest level an operator can set and
/// finer.
final class Overheard extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  static Overheard listen() {
    var overheard = new Overheard();
    overheard.start();
    logger("dev.posthouse").setLevel(Level.TRACE);
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(overheard);
    return overheard;
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String thrown = ThrowableProxyUtil.asString(event.getThrowableProxy());
    lines.add(event.getFormattedMessage() + event.getKeyValuePairs() + thrown);
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
    logger("dev.posthouse").setLevel(Level.INFO);
    stop();
  }
}
