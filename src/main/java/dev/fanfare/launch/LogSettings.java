package dev.fanfare.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The keys {@code log.level} and {@code log.format} of the configuration, laid over {@link
 * LogDefaults} or what conf/logback.xml says. Called once, when the configuration has been read.
 */
public final class LogSettings {
  static final String OURS = "dev.fanfare";
  static final String CONSOLE = "stdout";

  private LogSettings() {}

  /**
   * Sets the level of Fanfare's own loggers, and the shape of the lines on standard output.
   *
   * @param level trace, debug, info, warn, error or off
   * @param format text or json
   */
  public static void apply(String level, String format) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      apply(context, level, format);
    }
  }

  static void apply(LoggerContext context, String level, String format) {
    context.getLogger(OURS).setLevel(levelOf(level));
    switch (format) {
      case "text" -> useText(context);
      case "json" -> useJson(context);
      default ->
          throw new IllegalArgumentException("log.format: " + format + " is not text or json");
    }
  }

  private static Level levelOf(String name) {
    Level level = Level.toLevel(name.toUpperCase(Locale.ROOT), null);
    if (level == null) {
      throw new IllegalArgumentException(
          "log.level: " + name + " is not one of trace, debug, info, warn, error, off");
    }
    return level;
  }

  private static void useJson(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = console(context);
    if (console == null) {
      context
          .getLogger(LogSettings.class)
          .warn(
              "log.format json is without effect: the root logger has no console appender named {}",
              CONSOLE);
      return;
    }
    if (!(console.getEncoder() instanceof JsonLines)) {
      console.setEncoder(new JsonLines(context, console.getEncoder()));
    }
  }

  private static void useText(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = console(context);
    if (console != null && console.getEncoder() instanceof JsonLines lines) {
      console.setEncoder(lines.text);
    }
  }

  private static @Nullable ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
    return context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE)
            instanceof ConsoleAppender<ILoggingEvent> console
        ? console
        : null;
  }

  /** One JSON object a line; it escapes by itself. Keeps the encoder it took the place of. */
  private static final class JsonLines extends JsonEncoder {
    private final Encoder<ILoggingEvent> text;

    JsonLines(LoggerContext context, Encoder<ILoggingEvent> text) {
      this.text = text;
      setContext(context);
      setWithSequenceNumber(false);
      setWithNanoseconds(false);
      setWithContext(false);
      setWithMessage(false);
      setWithArguments(false);
      setWithFormattedMessage(true);
      start();
    }
  }
}
