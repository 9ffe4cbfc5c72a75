package dev.fanfare.config;

/** Figures for operators, as Prometheus reads them. */
public record Metrics(
    @Key(doc = "Whether figures are shown at /metrics", is = "true") boolean enabled,
    @Key(
            doc =
                "Name of the listener that shows them, to everybody who reaches it; empty = http,"
                    + " over localhost and to http.trusted-proxies",
            is = "",
            form = Form.LISTENER_OR_NONE)
        String listener) {

  /** Where they are shown. */
  public static final String PATH = "/metrics";
}
