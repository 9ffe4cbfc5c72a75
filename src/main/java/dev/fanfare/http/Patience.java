package dev.fanfare.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.http.HttpConnection;

/**
 * Keeps a connection from being closed as idle while it is the server that lets the client wait.
 * Owned by the connection's loop.
 */
final class Patience extends ChannelInboundHandlerAdapter {
  private final ChannelPipeline pipeline;

  private Patience(ChannelPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Begins; to be ended with {@link #end}. */
  static Patience with(HttpConnection connection) {
    ChannelPipeline pipeline = VertxInternals.pipeline(connection);
    Patience patience = new Patience(pipeline);
    if (pipeline.get(VertxInternals.HANDLER) != null) {
      pipeline.addBefore(VertxInternals.HANDLER, null, patience);
    }
    return patience;
  }

  /** From now on the connection is idle again after its time; a second time: nothing. */
  void end() {
    if (pipeline.context(this) != null) {
      pipeline.remove(this);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (!(event instanceof IdleStateEvent)) {
      super.userEventTriggered(ctx, event);
    }
  }
}
