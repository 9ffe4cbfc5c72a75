package dev.fanfare.config;

import java.time.Duration;

/** Stopping: from "not ready" to the last closing. */
public record Drain(
    @Key(
            doc = "Not ready for so long before the first session is closed",
            is = "5s",
            range = "0s..90s")
        Duration notice,
    @Key(doc = "Closings are spread over this time", is = "30s", range = "0s..90s")
        Duration spread) {}
