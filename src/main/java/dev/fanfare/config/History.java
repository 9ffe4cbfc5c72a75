package dev.fanfare.config;

import java.time.Duration;

/** What rooms remember, where, and how much. Sizes are bytes. */
public record History(
    @Key(doc = "Where messages are kept; auto = sqlite, and in a cluster the cluster", is = "auto")
        Kind kind,
    @Key(doc = "The SQLite file", is = "data/fanfare.db") String path,
    @Key(
            doc = "Whether SQLite survives a crash of Fanfare (normal) or of the machine (full)",
            is = "normal")
        Sync sync,
    @Key(doc = "Messages kept in a room", is = "1000", range = "1..1000000") int messages,
    @Key(doc = "Age at which a room forgets a message", is = "24h", range = "1ms..3650d")
        Duration age,
    @Key(doc = "Bytes kept in a room", is = "4MiB", range = "1B..1TiB", unit = Unit.BYTES)
        long roomBytes,
    @Key(
            doc =
                "Bytes that a node keeps when its history is in memory or in the cluster; the rooms"
                    + " longest without a message lose their oldest first",
            is = "64MiB",
            range = "1B..1TiB",
            unit = Unit.BYTES)
        long bytes) {

  /** Where messages are kept. */
  public enum Kind {
    AUTO,
    MEMORY,
    SQLITE,
    NONE
  }

  /** What an acknowledged message survives. */
  public enum Sync {
    NORMAL,
    FULL
  }
}
