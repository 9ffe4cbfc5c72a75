package dev.fanfare.config;

/** What is written to the log, and how. */
public record Log(
    @Key(doc = "Least severe level that is written", is = "info") Level level,
    @Key(doc = "Lines of text or of JSON", is = "text") Format format,
    @Key(doc = "Whether each request is written", is = "false") boolean access) {

  /** Severity, mildest first. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
  }

  /** The shape of a line. */
  public enum Format {
    TEXT,
    JSON
  }
}
