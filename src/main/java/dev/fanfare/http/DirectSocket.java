package dev.fanfare.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.WebSocketFrameType;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that stands in its connection's pipeline in the place of Vert.x' own handler, once
 * Vert.x has answered the upgrade. Vert.x' socket, with its queues, its request and all its
 * headers, is garbage from then on: two thirds of what a connection without traffic would cost.
 * Owned by the connection's loop.
 */
// A write or close that fails ends the connection, and that is told.
@SuppressWarnings("FutureReturnValueIgnored")
final class DirectSocket extends ChannelInboundHandlerAdapter implements Socket {
  private static final int NO_CODE = 1000;

  private final Context context;
  private final Pipe pipe;
  private final ChannelHandlerContext connection;
  private final Handler<WebSocketFrame> receiver = this::receive;
  private @Nullable Listener listener;
  private @Nullable Queue<WebSocketFrame> waiting;
  private boolean paused;
  private boolean handing;
  private boolean answered;
  private boolean closeSent;
  private boolean closeReceived;

  /**
   * @param context of the loop: listeners run in it
   * @param http the connection that was upgraded
   */
  DirectSocket(Context context, HttpConnection http, Pipe pipe) {
    this.context = context;
    this.pipe = pipe;
    this.connection = VertxInternals.takeOver(http, this);
  }

  @Override
  public boolean isSharable() {
    return false;
  }

  @Override
  public void listen(Listener to) {
    listener = to;
    // Not channelInactive: the connection may have ended before this stood in its pipeline.
    connection.channel().closeFuture().addListener(closed -> context.runOnContext(v -> gone()));
  }

  @Override
  public Pipe pipe() {
    return pipe;
  }

  @Override
  public void pause() {
    paused = true;
    connection.channel().config().setAutoRead(false);
  }

  @Override
  public void resume() {
    paused = false;
    handOn();
    flushAnswers();
    if (!paused) {
      connection.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void ping() {
    connection.writeAndFlush(new PingWebSocketFrame());
  }

  @Override
  public void close(int code, String reason) {
    if (closeSent) {
      return;
    }
    closeSent = true;
    pipe.flush(); // behind a close frame nothing is read
    connection
        .writeAndFlush(new CloseWebSocketFrame(code, reason))
        .addListener(
            sent -> {
              if (closeReceived) {
                connection.close();
              }
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      ReferenceCountUtil.release(message);
    } else if (paused || handing) {
      if (waiting == null) {
        waiting = new ArrayDeque<>();
      }
      waiting.add(frame);
    } else {
      VertxInternals.run(context, frame, receiver);
      handOn();
    }
  }

  /** What was read before the pause took effect; a listener may pause again meanwhile. */
  private void handOn() {
    while (!paused && !handing && waiting != null) {
      WebSocketFrame frame = waiting.poll();
      if (frame == null) {
        waiting = null;
      } else {
        VertxInternals.run(context, frame, receiver);
      }
    }
  }

  private void receive(WebSocketFrame frame) {
    handing = true;
    try {
      if (frame instanceof PingWebSocketFrame && !closeSent) {
        answered = true;
        connection.write(new PongWebSocketFrame(frame.content().retainedDuplicate()));
      }
      if (frame instanceof CloseWebSocketFrame close) {
        closed(close);
      } else if (listener != null) {
        listener.frame(type(frame), ByteBufUtil.getBytes(frame.content()), frame.isFinalFragment());
      }
    } finally {
      handing = false;
      frame.release();
    }
  }

  private void closed(CloseWebSocketFrame frame) {
    closeReceived = true;
    if (closeSent) {
      connection.close();
    } else {
      close(frame.statusCode() < 0 ? NO_CODE : frame.statusCode(), "");
    }
  }

  private static WebSocketFrameType type(WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame) {
      return WebSocketFrameType.TEXT;
    } else if (frame instanceof BinaryWebSocketFrame) {
      return WebSocketFrameType.BINARY;
    } else if (frame instanceof ContinuationWebSocketFrame) {
      return WebSocketFrameType.CONTINUATION;
    }
    return frame instanceof PingWebSocketFrame ? WebSocketFrameType.PING : WebSocketFrameType.PONG;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flushAnswers();
  }

  private void flushAnswers() {
    if (answered) {
      answered = false;
      connection.flush();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    if (listener != null) {
      VertxInternals.run(context, failure, listener::failed);
    }
    ctx.close();
  }

  private void gone() {
    while (waiting != null && !waiting.isEmpty()) {
      waiting.remove().release();
    }
    if (listener != null) {
      listener.gone();
    }
  }
}
