package dev.fanfare.launch;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose header of the PROXY protocol has not come to its end in time. Vert.x has
 * a time-out too, but begins it anew with each byte. Owned by the connection's loop.
 */
final class ProxyHeaderDeadline extends ChannelInboundHandlerAdapter {
  private final long millis;

  ProxyHeaderDeadline(long millis) {
    this.millis = millis;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the loop keeps the timer, and nobody the close
  public void channelActive(ChannelHandlerContext ctx) {
    var channel = ctx.channel();
    ctx.executor()
        .schedule(
            () -> {
              if (channel.pipeline().get(HAProxyMessageDecoder.class) != null) {
                channel.close();
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
  }
}
