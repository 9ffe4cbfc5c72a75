package dev.fanfare.torture;

import dev.fanfare.message.Position;

/** The server said that this message is kept, and where. */
record Ack(Id id, Position position) {}
