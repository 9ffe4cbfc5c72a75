package dev.fanfare.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one connection's bytes into the kernel, without Netty's pipeline and buffer, which
 * cost as much as all else. A few small pieces, such as an acknowledgement, are held until the end
 * of the turn, to leave in one call with the messages of the turn. Owned by the connection's loop.
 */
final class Kernel {
  private static final int MOST_PIECES = 16;
  private static final int MOST_BYTES = 16 * 1024;
  private static final List<ByteBuf> NONE = List.of();

  /** Where the kernel reads what to gather: one for each loop. */
  private static final FastThreadLocal<IovArray> GATHERED =
      new FastThreadLocal<>() {
        @Override
        protected IovArray initialValue() {
          return new IovArray(MOST_PIECES + 1);
        }

        @Override
        protected void onRemoval(IovArray gathered) {
          gathered.release();
        }
      };

  private final Socket socket;
  private List<ByteBuf> held = NONE;
  private int bytes;

  /** Where a piece goes that did not leave. */
  @FunctionalInterface
  interface Rest {
    /**
     * @param from so many of its bytes have left
     */
    void take(ByteBuf piece, int from);
  }

  private Kernel(Socket socket) {
    this.socket = socket;
  }

  /** Null where bytes do not go to the kernel as they are, or not by a call from here. */
  static @Nullable Kernel of(Channel channel, boolean encrypted) {
    return channel instanceof EpollSocketChannel epoll && !encrypted
        ? new Kernel((Socket) epoll.fd())
        : null;
  }

  /** Whether something waits for the end of the turn. */
  boolean holds() {
    return !held.isEmpty();
  }

  /** Bytes that wait for the end of the turn. */
  int bytes() {
    return bytes;
  }

  /** Takes it for the end of the turn, if there is little. */
  boolean hold(ByteBuf piece) {
    int size = piece.readableBytes();
    if (held.size() == MOST_PIECES || bytes + size > MOST_BYTES || !piece.hasMemoryAddress()) {
      return false;
    }
    add(piece);
    return true;
  }

  private void add(ByteBuf piece) {
    if (held.isEmpty()) {
      held = new ArrayList<>(2);
    }
    held.add(piece.retain());
    bytes += piece.readableBytes();
  }

  /** Sends it, and before it what was held; what the kernel does not take now is the rest. */
  void send(ByteBuf piece, Rest rest) {
    if (holds()) {
      add(piece);
      send(rest);
    } else {
      int taken = take(piece);
      if (taken < piece.readableBytes()) {
        rest.take(piece, taken);
      }
    }
  }

  /** Sends what was held; what the kernel does not take now is the rest. */
  void send(Rest rest) {
    drain(held.size() == 1 ? take(held.get(0)) : takeAll(), rest);
  }

  /** Netty will see what is broken, and ends the connection. */
  private int take(ByteBuf piece) {
    try {
      return piece.hasMemoryAddress()
          ? Math.max(
              0,
              socket.sendAddress(piece.memoryAddress(), piece.readerIndex(), piece.writerIndex()))
          : 0;
    } catch (IOException broken) {
      return 0;
    }
  }

  private long takeAll() {
    IovArray gathered = GATHERED.get();
    gathered.clear();
    for (ByteBuf piece : held) {
      if (!gathered.add(piece, piece.readerIndex(), piece.readableBytes())) {
        break;
      }
    }
    try {
      return Math.max(0, socket.writevAddresses(gathered.memoryAddress(0), gathered.count()));
    } catch (IOException broken) {
      return 0;
    }
  }

  /** Gives all that was held to another way. */
  void giveTo(Rest rest) {
    if (holds()) {
      drain(0, rest);
    }
  }

  /** Forgets what was held: there is nobody any more to whom it could go. */
  void clear() {
    drain(bytes, (piece, from) -> {});
  }

  private void drain(long left, Rest rest) {
    List<ByteBuf> all = held;
    held = NONE;
    bytes = 0;
    long gone = left;
    for (ByteBuf piece : all) {
      int size = piece.readableBytes();
      if (gone < size) {
        rest.take(piece, (int) gone);
      }
      gone = Math.max(0, gone - size);
      piece.release();
    }
  }
}
