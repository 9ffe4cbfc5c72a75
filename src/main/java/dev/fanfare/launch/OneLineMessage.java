package dev.fanfare.launch;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * What {@code %line} means in a conf/logback.xml: the message without anything that could end the
 * line, colour the terminal or turn the direction of the text. What a client sent can so not pass
 * for a line of the log.
 */
public final class OneLineMessage extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return oneLine(event.getFormattedMessage());
  }

  static String oneLine(String text) {
    int clean = 0;
    while (clean < text.length() && !mustEscape(text.charAt(clean))) {
      clean++;
    }
    if (clean == text.length()) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, clean);
    for (int i = clean; i < text.length(); i++) {
      append(line, text.charAt(i));
    }
    return line.toString();
  }

  private static void append(StringBuilder line, char c) {
    if (!mustEscape(c)) {
      line.append(c);
      return;
    }
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> line.append(String.format("\\u%04x", (int) c));
    }
  }

  /** Controls (C0, DEL, C1), the line and paragraph separators, and the bidirectional overrides. */
  private static boolean mustEscape(char c) {
    return Character.isISOControl(c)
        || (c >= '\u2028' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
