package dev.fanfare.history;

/** A history cannot be used as it is. The message tells the operator what to do. */
public final class HistoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HistoryException(String message) {
    super(message, null, false, false); // for whoever starts the server, not for a programmer
  }
}
