package dev.fanfare.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** What waits in the buffer that Netty keeps for a connection. On the connection's loop. */
final class Unsent {
  /** What Netty keeps of each piece that waits, with the view of its bytes. */
  private static final int BYTES_PER_PLACE = 160;

  private Unsent() {}

  /** Bytes that the connection is to be sent. */
  static long bytes(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /**
   * Bytes of memory that are this connection's alone: the places in its queue, and the bytes if
   * they are encrypted. Others are shared, and count for themselves.
   */
  static long own(Channel channel, boolean encrypted) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    if (buffer == null) {
      return 0;
    }
    return encrypted ? buffer.totalPendingWriteBytes() : (long) buffer.size() * BYTES_PER_PLACE;
  }
}
