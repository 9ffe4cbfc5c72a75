package dev.fanfare.message;

/** From where a reader wants to have a room. */
public sealed interface Since {
  /** From the oldest publication that is kept. */
  record Start() implements Since {}

  /** Only what comes from now on. */
  record Now() implements Since {}

  /** Everything after a position. */
  record After(Position position) implements Since {}

  /**
   * Reads {@code start}, {@code now} or a position; refuses everything else with {@code
   * bad_request}.
   */
  static Since parse(String text) {
    return switch (text) {
      case "start" -> new Start();
      case "now" -> new Now();
      default -> new After(Position.parse(text));
    };
  }
}
