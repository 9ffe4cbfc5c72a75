package dev.fanfare.http;

import dev.fanfare.hub.Backlog;
import dev.fanfare.hub.Encoding;
import dev.fanfare.wire.Format;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A way between rooms and clients: sockets, and the encodings whose chunks their pipes take.
 * Sockets of one way and format share what is encoded. Owned by its loop.
 */
final class SocketWay {
  private final Map<Format, Encoding> encodings = new HashMap<>();
  private final Function<Format, Encoding> encoding;
  private final Opening opening;

  /** Makes one socket. */
  @FunctionalInterface
  private interface Opening {
    Socket open(ServerWebSocket socket, HttpConnection connection, Runnable onWritable);
  }

  private SocketWay(Function<Format, Encoding> encoding, Opening opening) {
    this.encoding = encoding;
    this.opening = opening;
  }

  /** Framed once for all, in native memory, past Vert.x. */
  static SocketWay direct(LoopTurn turn, Backlog backlog, Context context) {
    return new SocketWay(
        format -> new DirectFrames(format, null, backlog),
        (socket, connection, onWritable) ->
            directSocket(turn, backlog, context, connection, onWritable));
  }

  /** The same, and compressed once for all; for sockets that negotiated permessage-deflate. */
  static SocketWay deflated(LoopTurn turn, Backlog backlog, Context context) {
    MessageDeflater deflater = new MessageDeflater();
    return new SocketWay(
        format -> new DirectFrames(format, deflater, backlog),
        (socket, connection, onWritable) ->
            directSocket(turn, backlog, context, connection, onWritable));
  }

  private static Socket directSocket(
      LoopTurn turn,
      Backlog backlog,
      Context context,
      HttpConnection connection,
      Runnable onWritable) {
    return new DirectSocket(
        context, connection, new DirectPipe(connection, turn, backlog, onWritable));
  }

  /** Each message given to each socket. */
  static SocketWay plain(LoopTurn turn, Backlog backlog) {
    return new SocketWay(
        PlainFrames::new,
        (socket, connection, onWritable) ->
            new PlainSocket(
                socket,
                new PlainPipe<>(
                    socket, () -> !socket.isClosed(), connection, turn, backlog, onWritable)));
  }

  Encoding encoding(Format format) {
    return encodings.computeIfAbsent(format, encoding);
  }

  /**
   * @param connection the one that was upgraded to the socket
   * @param onWritable called on the loop when more may be written again
   */
  Socket open(ServerWebSocket socket, HttpConnection connection, Runnable onWritable) {
    return opening.open(socket, connection, onWritable);
  }
}
