package dev.fanfare.http;

import dev.fanfare.hub.Backlog;
import dev.fanfare.hub.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes shared native buffers straight to a connection, past the encoders of Vert.x and Netty, and
 * learns from it when it takes more again. What nothing is waiting before goes to the kernel at
 * once; what the kernel does not take waits in Netty's buffer. Owned by the connection's loop.
 */
// A write or close that fails ends the connection, and its close handler tells.
@SuppressWarnings("FutureReturnValueIgnored")
final class DirectPipe extends ChannelInboundHandlerAdapter implements Pipe {
  private final Channel channel;
  private final ChannelHandlerContext way;
  private final ChannelPromise nobody;
  private final LoopTurn turn;
  private final Backlog backlog;
  private final Runnable onWritable;

  /** Null where Netty's is the only way. */
  private final @Nullable Kernel kernel;

  private final Kernel.Rest queue = this::queue;

  /** Whether a flush is over when it returns: io_uring answers later. */
  private final boolean prompt;

  private final boolean encrypted;
  private final Runnable flush = this::flushPlanned;
  private final Runnable goOn = this::goOn;
  private boolean flushPlanned;

  /** Something waits that the kernel did not take. */
  private boolean stuck;

  /** Of the backlog this much is this connection's alone. */
  private long counted;

  /**
   * @param http the connection; of a WebSocket the one that was upgraded, for vertx-web's view of
   *     the socket hides it
   * @param onWritable called on the loop when more may be written again
   */
  DirectPipe(HttpConnection http, LoopTurn turn, Backlog backlog, Runnable onWritable) {
    ChannelPipeline pipeline = VertxInternals.pipeline(http);
    this.channel = pipeline.channel();
    this.nobody = channel.voidPromise();
    this.turn = turn;
    this.backlog = backlog;
    this.onWritable = onWritable;
    this.way = Shortcut.of(pipeline, this);
    this.prompt = channel instanceof EpollSocketChannel || channel instanceof NioSocketChannel;
    this.encrypted = pipeline.get(SslHandler.class) != null;
    this.kernel = Kernel.of(channel, encrypted);
  }

  @Override
  public boolean isSharable() {
    return false;
  }

  @Override
  public boolean writable() {
    return !stuck && channel.isWritable();
  }

  @Override
  public boolean full() {
    return !channel.isWritable();
  }

  @Override
  public void write(Chunk chunk) {
    if (channel.isActive()) {
      ByteBuf bytes = bytes(chunk);
      if (kernel == null || queued() > 0 || !kernel.hold(bytes)) {
        queueHeld();
        queue(bytes, 0);
      }
      if (!flushPlanned) {
        flushPlanned = true;
        turn.atEnd(flush);
      }
    }
  }

  @Override
  public void writeAndFlush(Chunk chunk) {
    if (!channel.isActive()) {
      return;
    }
    ByteBuf bytes = bytes(chunk);
    if (kernel == null || queued() > 0) {
      queueHeld();
      queue(bytes, 0);
    } else {
      kernel.send(bytes, queue);
    }
    if (kernel == null || queued() > 0) {
      flush();
    }
  }

  private static ByteBuf bytes(Chunk chunk) {
    return ((DirectChunk) chunk).bytes();
  }

  /** Into Netty's buffer. */
  private void queue(ByteBuf bytes, int from) {
    // A plain view: what a pooled one saves in garbage it costs in time.
    way.write(bytes.retain().duplicate().skipBytes(from), nobody);
  }

  private void queueHeld() {
    if (kernel != null) {
      kernel.giveTo(queue);
    }
  }

  private void flushPlanned() {
    flushPlanned = false;
    flush();
  }

  @Override
  public void flush() {
    if (kernel == null || !kernel.holds() || !sendHeld(kernel)) {
      way.flush();
      look();
    }
  }

  /** Whether nothing waits any more. */
  private boolean sendHeld(Kernel kernel) {
    if (!channel.isActive()) {
      kernel.clear();
    } else if (queued() > 0) {
      kernel.giveTo(queue);
    } else {
      kernel.send(queue);
    }
    return queued() == 0;
  }

  /**
   * While something waits nothing is added to it: who does not read holds what was written in one
   * turn, and of all that comes after only the position is kept.
   */
  private void look() {
    if (prompt && !stuck && queued() > 0) {
      stuck = true;
      whenWritten(() -> turn.atEnd(goOn));
    }
    count();
  }

  private void goOn() {
    stuck = false;
    look();
    if (writable()) {
      onWritable.run();
    }
  }

  /**
   * Chunks count for themselves, once for all who share them; here counts what is this connection's
   * alone. Where a flush is not over when it returns that is only known of who is full.
   */
  private void count() {
    long own = prompt || full() ? Unsent.own(channel, encrypted) : 0;
    if (own != counted) {
      backlog.change(own - counted);
      counted = own;
    }
  }

  @Override
  public long waiting() {
    return kernel == null ? queued() : queued() + kernel.bytes();
  }

  /** Bytes in Netty's buffer. */
  private long queued() {
    return Unsent.bytes(channel);
  }

  @Override
  public void whenWritten(Runnable action) {
    queueHeld();
    if (queued() == 0) {
      action.run();
      return;
    }
    way.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                action.run();
              }
            });
  }

  @Override
  public void cut() {
    clearHeld();
    VertxInternals.cut(channel.pipeline());
    count();
  }

  private void clearHeld() {
    if (kernel != null) {
      kernel.clear();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.fireChannelWritabilityChanged();
    if (!stuck && channel.isWritable()) {
      turn.atEnd(goOn);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    clearHeld();
    count();
    ctx.fireChannelInactive();
  }
}
