package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Outbox;
import dev.fanfare.message.Code;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The outgoing side of one WebSocket. Writes shared frames straight to the connection, past the
 * WebSocket encoder, and learns from the connection when it takes more again. The one place that
 * uses Vert.x' internal view of a WebSocket. Owned by the connection's loop.
 */
// A write or close that fails ends the connection, and its close handler tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class SocketOutbox extends ChannelInboundHandlerAdapter implements Outbox {
  /** How long a peer may take to answer a close frame before it is cut off, in milliseconds. */
  static final long CLOSE_GRACE_MILLIS = 5_000;

  private static final WriteBufferWaterMark MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);
  private static final int FINAL_CLOSE = 0x88;
  private static final String VERTX_HANDLER = "handler";

  private final ServerWebSocket socket;
  private final ChannelHandlerContext connection;
  private final Channel channel;
  private final LoopTurn turn;
  private final Runnable onWritable;
  private final long hardLimit;
  private final Runnable flush = this::flush;
  private boolean flushPlanned;
  private boolean closing;

  /**
   * @param http the connection that was upgraded to the socket; vertx-web's view of a socket hides
   *     it
   * @param onWritable called on the loop when more may be written again
   * @param hardLimit bytes waiting at which the connection is cut off, 0: never
   */
  SocketOutbox(
      ServerWebSocket socket,
      HttpConnection http,
      LoopTurn turn,
      Runnable onWritable,
      long hardLimit) {
    this.socket = socket;
    this.connection = ((ConnectionBase) http).channel().pipeline().context(VERTX_HANDLER);
    this.channel = connection.channel();
    this.turn = turn;
    this.onWritable = onWritable;
    this.hardLimit = hardLimit;
    channel.config().setWriteBufferWaterMark(MARKS);
    channel.pipeline().addBefore(VERTX_HANDLER, "fanfare", this);
    if (channel.pipeline().get(IdleStateHandler.class) != null) {
      // It would cost a promise and a listener per write, and the ping wheel knows better.
      channel.pipeline().remove(IdleStateHandler.class);
    }
  }

  @Override
  public boolean isSharable() {
    return false;
  }

  @Override
  public boolean writable() {
    return !closing && channel.isWritable();
  }

  @Override
  public void write(Chunk chunk) {
    if (closing || !channel.isActive()) {
      return;
    }
    connection.write(
        ((DirectChunks.DirectChunk) chunk).frames().retainedDuplicate(), connection.voidPromise());
    if (hardLimit > 0 && waiting() > hardLimit) {
      cut();
      return;
    }
    if (!flushPlanned) {
      flushPlanned = true;
      turn.atEnd(flush);
    }
  }

  @Override
  public void close(Code code, String reason) {
    close(code.close() == 0 ? 1000 : code.close(), reason);
  }

  /** Sends a close frame; a peer that does not answer it in time is cut off. */
  void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    connection.flush();
    if (waiting() > 0) {
      // Vert.x would begin to wait for the answer when its frame is written: for one who does not
      // read that is when the connection is gone, and it would then warn.
      connection.write(closeFrame(code, reason), connection.voidPromise());
    } else {
      socket.close((short) code, reason);
    }
    // While a read is in progress Vert.x would flush at its end: too late after a broken frame, for
    // which it closes the connection at once.
    connection.flush();
    turn.after(CLOSE_GRACE_MILLIS, this::cutIfOpen);
  }

  private static ByteBuf closeFrame(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return Unpooled.buffer(4 + text.length)
        .writeByte(FINAL_CLOSE)
        .writeByte(2 + text.length)
        .writeShort(code)
        .writeBytes(text);
  }

  /** Ends the connection now, without a word. The only thing that works for who does not read. */
  void cut() {
    closing = true;
    connection.close();
  }

  /** Ends any connection now, without a word, whatever is waiting to be written. */
  static void cut(HttpConnection connection) {
    ((ConnectionBase) connection).channel().close();
  }

  boolean closing() {
    return closing;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.fireChannelWritabilityChanged();
    if (writable()) {
      turn.atEnd(onWritable);
    }
  }

  private void cutIfOpen() {
    if (channel.isOpen()) {
      cut();
    }
  }

  private void flush() {
    flushPlanned = false;
    connection.flush();
  }

  private long waiting() {
    var buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /**
   * The close code of RFC 6455 section 7.4.1 for a failure of a connection; 0 if it is just gone.
   */
  static int closeCode(Throwable failure) {
    if (failure instanceof CorruptedWebSocketFrameException corrupted) {
      return corrupted.closeStatus().code();
    }
    if (failure instanceof HttpClosedException || failure instanceof IOException) {
      return 0;
    }
    return 1011;
  }
}
