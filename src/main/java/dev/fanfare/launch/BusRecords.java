package dev.fanfare.launch;

import dev.fanfare.metrics.Seldom;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection to the event bus that does not speak as a node does. Vert.x itself waits for
 * any length that is announced, up to two gigabytes, and goes on after nonsense. Owned by the
 * connection's loop.
 */
final class BusRecords extends LengthFieldBasedFrameDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(BusRecords.class);

  private final Seldom word;
  private boolean closed;

  /**
   * @param most bytes of one message
   * @param word for all connections together
   */
  BusRecords(int most, Seldom word) {
    super(most, 0, Integer.BYTES);
    this.word = word;
  }

  @Override
  protected @Nullable Object decode(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
    if (closed) {
      in.skipBytes(in.readableBytes());
      return null;
    }
    Object record = super.decode(ctx, in);
    if (record instanceof ByteBuf bytes && !BusRecord.isWhole(bytes)) {
      bytes.release();
      throw new CorruptedFrameException("not a message of a node");
    }
    return record;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the close
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof DecoderException)) {
      ctx.fireExceptionCaught(cause);
      return;
    }
    closed = true;
    ctx.close();
    if (word.now()) {
      LOG.warn(
          "Closed a connection to the event bus from {}: {}. Only nodes with the same"
              + " limits.message-bytes may reach cluster.bus-port.",
          ctx.channel().remoteAddress(),
          cause.getMessage());
    }
  }
}
