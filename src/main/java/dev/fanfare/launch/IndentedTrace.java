package dev.fanfare.launch;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/**
 * What {@code %trace} means in a conf/logback.xml: a stack trace whose every line is indented, the
 * text of an exception kept to one line. No exception can so begin a line that looks like an event.
 */
public final class IndentedTrace extends ThrowableHandlingConverter {
  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder lines = new StringBuilder();
    append(lines, event.getThrowableProxy());
    return lines.toString();
  }

  static void append(StringBuilder lines, @Nullable IThrowableProxy thrown) {
    append(lines, "  ", "", thrown);
  }

  private static void append(
      StringBuilder lines, String indent, String role, @Nullable IThrowableProxy thrown) {
    if (thrown == null) {
      return;
    }
    lines.append(indent).append(role).append(thrown.getClassName());
    if (thrown.getMessage() != null) {
      lines.append(": ").append(OneLineMessage.oneLine(thrown.getMessage()));
    }
    lines.append(System.lineSeparator());
    if (thrown.isCyclic()) {
      return;
    }
    appendFrames(lines, indent, thrown);
    for (IThrowableProxy suppressed : thrown.getSuppressed()) {
      append(lines, indent + "  ", "suppressed: ", suppressed);
    }
    append(lines, indent, "caused by: ", thrown.getCause());
  }

  private static void appendFrames(StringBuilder lines, String indent, IThrowableProxy thrown) {
    StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
    int own = frames.length - thrown.getCommonFrames();
    for (int i = 0; i < own; i++) {
      lines.append(indent).append("  ").append(frames[i].getSTEAsString());
      lines.append(System.lineSeparator());
    }
    if (own < frames.length) {
      lines.append(indent).append("  ... ").append(frames.length - own).append(" more");
      lines.append(System.lineSeparator());
    }
  }
}
