package dev.fanfare.wire;

/**
 * One message on the wire without its framing. Whoever gets the bytes does not write to them.
 *
 * @param binary false: valid UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; a copy per message would cost
public record Payload(boolean binary, byte[] bytes) {}
