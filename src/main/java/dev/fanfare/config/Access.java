package dev.fanfare.config;

import java.util.List;

/** Who may come in. */
public record Access(
    @Key(doc = "Who may come in: open = everybody, as a guest", is = "open") Mode mode,
    @Key(
            doc =
                "Origins of pages on other hosts that may connect, such as https://a.example;"
                    + " * = any",
            is = "",
            form = Form.ORIGIN)
        List<String> origins) {

  public Access {
    origins = List.copyOf(origins);
  }

  /** How a client shows who it is. */
  public enum Mode {
    OPEN
  }
}
