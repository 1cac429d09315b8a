package dev.posthouse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// How much is logged.
final class Logs {
  private Logs() {}

  /// Sets the level, and has what libraries tell the JDK's own logging appear among the rest.
  static void level(String word) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (LoggerFactory.getLogger("dev.posthouse") instanceof Logger ours) {
      ours.setLevel(Level.toLevel(word));
    }
  }
}
