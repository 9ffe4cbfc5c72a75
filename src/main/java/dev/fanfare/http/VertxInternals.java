package dev.fanfare.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.impl.ws.WebSocketFrameInternal;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;

/**
 * What Vert.x' public API does not show: the Netty pipeline of a connection and the names in it.
 * The one class that casts to an internal type of Vert.x. To be used on the connection's loop.
 */
final class VertxInternals {
  /** The last handler of a pipeline: Vert.x' own. */
  static final String HANDLER = "handler";

  private VertxInternals() {}

  /** The pipeline of a connection; empty when it is gone. */
  static ChannelPipeline pipeline(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().pipeline();
  }

  /**
   * Puts a handler of ours in the place of Vert.x' own, which lets go of all that it knows.
   *
   * @return where it stands
   */
  static ChannelHandlerContext takeOver(HttpConnection connection, ChannelHandler ours) {
    ChannelPipeline pipeline = pipeline(connection);
    pipeline.replace(HANDLER, HANDLER, ours);
    return pipeline.context(ours);
  }

  /** Runs it now, on the context's own loop, as Vert.x runs handlers: timers that it sets stay. */
  static <T> void run(Context context, T argument, Handler<T> task) {
    ((ContextInternal) context).emit(argument, task);
  }

  /** Lets what was written leave now, also while Vert.x is still reading. */
  static void flush(HttpConnection connection) {
    pipeline(connection).flush();
  }

  /** Ends any connection now, without a word, whatever is waiting to be written. */
  static void cut(HttpConnection connection) {
    cut(pipeline(connection));
  }

  /**
   * The same. Not even the handler of TLS is asked: it would wait for three seconds for its own
   * good-bye to be read.
   */
  // It fails if there is nothing left to end.
  @SuppressWarnings("FutureReturnValueIgnored")
  static void cut(ChannelPipeline pipeline) {
    ChannelHandlerContext first = pipeline.firstContext();
    if (first != null) {
      first.close();
    }
  }

  /**
   * The bytes of a frame. Vert.x has copied them once, off the connection's buffer, to an array of
   * their own: that one is handed over, not copied again.
   */
  static byte[] bytes(WebSocketFrame frame) {
    ByteBuf bytes = ((WebSocketFrameInternal) frame).getBinaryData();
    return bytes.hasArray() && bytes.array().length == bytes.readableBytes()
        ? bytes.array()
        : ByteBufUtil.getBytes(bytes);
  }

  /**
   * The close code of RFC 6455 section 7.4.1 for a failure of a connection; 0 if it is just gone.
   */
  static int closeCode(Throwable failure) {
    if (failure instanceof CorruptedWebSocketFrameException corrupted) {
      return corrupted.closeStatus().code();
    }
    if (failure instanceof HttpClosedException
        || failure instanceof IOException
        || failure.getCause() instanceof IOException) { // TLS wraps it
      return 0;
    }
    if (failure instanceof DecompressionException && failure.getCause() == null) {
      return 1009; // it would become too large
    }
    if (failure instanceof DecoderException) {
      return 1007; // what was compressed is damaged
    }
    return 1011;
  }
}
