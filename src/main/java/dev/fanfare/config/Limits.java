package dev.fanfare.config;

import java.time.Duration;

/** What one client, one address or the node may use. Sizes are bytes, rates messages a second. */
public record Limits(
    @Key(
            doc = "Largest message: a WebSocket message or the body of a POST",
            is = "64KiB",
            range = "1B..256MiB",
            unit = Unit.BYTES)
        int messageBytes,
    @Key(
            doc = "Bytes that may wait for one client before it counts as slow",
            is = "1MiB",
            range = "1B..1TiB",
            unit = Unit.BYTES)
        long outboundBytes,
    @Key(
            doc =
                "Bytes that may wait for all clients of the node together; beyond it those for whom"
                    + " most waits count as slow; 0 = no limit",
            is = "25%",
            range = "0..1TiB")
        Share outboundTotal,
    @Key(
            doc = "Messages a second from one session; 0 = no limit",
            is = "50",
            unit = Unit.PER_SECOND)
        int rate,
    @Key(doc = "Messages at once from one session; at least limits.rate", is = "100") int burst,
    @Key(doc = "POSTs a second from one address; 0 = no limit", is = "20", unit = Unit.PER_SECOND)
        int postRate,
    @Key(doc = "POSTs at once from one address; at least limits.post-rate", is = "200")
        int postBurst,
    @Key(doc = "Rooms that one session may be in; 0 = no limit", is = "100") int roomsPerSession,
    @Key(doc = "Sessions on this node; 0 = no limit", is = "0") int sessions,
    @Key(doc = "Sessions from one address; 0 = no limit", is = "1000") int sessionsPerAddress,
    @Key(
            doc = "New sessions a second from one address; 0 = no limit",
            is = "100",
            unit = Unit.PER_SECOND)
        int handshakesPerAddress,
    @Key(
            doc = "Rooms on this node, in a cluster on all nodes together; 0 = no limit",
            is = "100000")
        int rooms,
    @Key(doc = "Members named in one answer; 0 = no limit", is = "1000") int membersListed,
    @Key(doc = "Longest that a poll is held", is = "60s", range = "0s..1h", at = "wait")
        Duration maxWait,
    @Key(
            doc = "How long the id of a message guards against its repetition",
            is = "5m",
            range = "0s..7d")
        Duration dedup,
    @Key(
            doc = "A request whose head and body did not arrive within this time gets 408",
            is = "10s",
            range = "10ms..1h")
        Duration requestTime,
    @Key(doc = "Fragments of one WebSocket message; 0 = no limit", is = "1024") int fragments,
    @Key(
            doc = "Longest from the first to the last fragment of a message",
            is = "30s",
            range = "10ms..1h")
        Duration messageTime,
    @Key(doc = "WebSocket pings from one client in ten seconds; 0 = no limit", is = "10")
        int pings) {}
