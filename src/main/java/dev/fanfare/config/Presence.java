package dev.fanfare.config;

import java.time.Duration;

/** Who is in a room, and how often that is told. */
public record Presence(
    @Key(
            doc = "A member who comes back within this time has not left",
            is = "15s",
            range = "0s..1h")
        Duration grace,
    @Key(doc = "Comings and goings are told together at this pace", is = "250ms", range = "0s..1m")
        Duration coalesce,
    @Key(doc = "Up to so many members all are named; above, only counted", is = "200")
        int listUpTo) {}
