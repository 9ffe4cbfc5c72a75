package dev.fanfare.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is different in the rooms whose name matches; null = as everywhere. */
public record RoomRule(
    @Key(doc = "Room names; * stands for any characters", form = Form.GLOB) String match,
    @Key(
            doc = "Messages kept in such a room",
            optional = true,
            range = "1..1000000",
            at = "history.messages")
        @Nullable Integer messages,
    @Key(
            doc = "Age at which it forgets a message",
            optional = true,
            range = "1ms..3650d",
            at = "history.age")
        @Nullable Duration age,
    @Key(
            doc = "Bytes kept in such a room",
            optional = true,
            range = "1B..1TiB",
            unit = Unit.BYTES,
            at = "history.room-bytes")
        @Nullable Long roomBytes,
    @Key(
            doc =
                "A client that is too slow is closed, or told of a gap and goes on with what comes next (skip) or with the newest message (latest)",
            is = "close")
        SlowConsumer slowConsumer,
    @Key(doc = "Whether nobody may write", is = "false") boolean readOnly) {

  /** What is done about a client for whom more is waiting than the limits allow. */
  public enum SlowConsumer {
    CLOSE,
    SKIP,
    LATEST
  }
}
