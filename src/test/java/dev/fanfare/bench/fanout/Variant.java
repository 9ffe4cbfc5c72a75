package dev.fanfare.bench.fanout;

/** How the listeners listen, and where the messages are kept: {@code raw/memory} and the like. */
record Variant(Format format, String history) {
  /** What goes over a listener's connection. */
  enum Format {
    RAW,
    V1,
    SSE
  }

  static Variant parse(String text) {
    String[] words = text.split("/");
    return switch (words.length == 2 ? words[1] : "") {
      case "memory", "sqlite" ->
          new Variant(Format.valueOf(words[0].toUpperCase(java.util.Locale.ROOT)), words[1]);
      default ->
          throw new IllegalArgumentException(
              "variants: " + text + " is not raw, v1 or sse, then / and memory or sqlite");
    };
  }

  @Override
  public String toString() {
    return format.name().toLowerCase(java.util.Locale.ROOT) + "/" + history;
  }
}
