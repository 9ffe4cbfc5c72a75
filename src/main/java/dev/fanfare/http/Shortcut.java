package dev.fanfare.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;

/** The shortest way out of a connection: only encryption, if there is any, lies on it. */
final class Shortcut {
  private static final WriteBufferWaterMark MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private Shortcut() {}

  /**
   * Where bytes are written to take it. On the connection's loop.
   *
   * @param start sees what happens to the connection from there on
   */
  static ChannelHandlerContext of(ChannelPipeline pipeline, ChannelHandler start) {
    pipeline.channel().config().setWriteBufferWaterMark(MARKS);
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    if (tls == null) {
      pipeline.addFirst(start);
    } else {
      pipeline.addAfter(tls.name(), null, start);
    }
    if (pipeline.get(IdleStateHandler.class) != null) {
      // It would cost a promise and a listener per write, and there are timers of ours that know
      // better.
      pipeline.remove(IdleStateHandler.class);
    }
    return pipeline.context(start);
  }
}
