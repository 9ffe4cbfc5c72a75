package dev.fanfare.message;

import java.util.Locale;

/**
 * The named reasons for which Fanfare refuses or ends something, with what they mean in HTTP (RFC
 * 9110 status) and in a WebSocket close frame (RFC 6455 section 7.4). Zero means: not used there.
 */
public enum Code {
  BAD_REQUEST(400, 0, "Bad request"),
  UNAUTHORIZED(401, 4501, "Unauthorized"),
  TOKEN_EXPIRED(401, 4501, "Token expired"),
  FORBIDDEN(403, 4503, "Forbidden"),
  NOT_FOUND(404, 0, "Not found"),
  METHOD_NOT_ALLOWED(405, 0, "Method not allowed"),
  TIMEOUT(408, 0, "Request timeout"),
  NAME_TAKEN(409, 0, "Name taken"),
  TOO_LARGE(413, 1009, "Too large"),
  UNSUPPORTED_MEDIA_TYPE(415, 0, "Unsupported media type"),
  UPGRADE_REQUIRED(426, 0, "Upgrade required"),
  RATE_LIMITED(429, 4003, "Rate limited"),
  TOO_MANY(429, 4005, "Too many"),
  SLOW_CONSUMER(0, 4001, "Slow consumer"),
  NO_PONG(0, 4002, "No pong"),
  REMOVED(403, 4504, "Removed"),
  DRAINING(503, 1012, "Draining"),
  UNAVAILABLE(503, 1013, "Unavailable"),
  INTERNAL(500, 1011, "Internal error");

  private final int status;
  private final int close;
  private final String title;
  private final String text;

  Code(int status, int close, String title) {
    this.status = status;
    this.close = close;
    this.title = title;
    this.text = name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status, or 0. */
  public int status() {
    return status;
  }

  /** The WebSocket close code, or 0. */
  public int close() {
    return close;
  }

  /** A short title for people. */
  public String title() {
    return title;
  }

  /** The name on the wire: {@code rate_limited}. */
  public String text() {
    return text;
  }
}
