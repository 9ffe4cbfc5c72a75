package dev.fanfare.torture;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that takes from the network only what is asked for: who does not read is slow. One
 * thread uses it.
 */
final class Socket implements AutoCloseable {
  private static final String END = "";

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<Integer>> parts = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private volatile @Nullable String why;
  private List<Integer> lastParts = List.of();

  private Socket(URI uri, String format) throws IOException, InterruptedException {
    socket =
        Wire.get(
            Wire.CLIENT
                .newWebSocketBuilder()
                .subprotocols(format)
                .connectTimeout(Target.PATIENCE)
                .buildAsync(uri, new Listener()));
  }

  static Socket json(URI uri) throws IOException, InterruptedException {
    return new Socket(uri, "fanfare.v1.json");
  }

  static Socket raw(URI uri) throws IOException, InterruptedException {
    return new Socket(uri, "fanfare.raw");
  }

  void send(JsonObject command) throws IOException, InterruptedException {
    Wire.get(socket.sendText(command.encode(), true));
  }

  /** The next message; the server pings, so that there is always one to come. */
  String next() throws IOException, InterruptedException {
    String next = received.poll(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new IllegalStateException("Nothing came from a socket for " + Target.PATIENCE);
    }
    if (next.equals(END)) {
      throw new IOException("The socket was closed: " + why);
    }
    lastParts = parts.remove();
    socket.request(1);
    return next;
  }

  JsonObject nextJson() throws IOException, InterruptedException {
    String next = next();
    try {
      return new JsonObject(next);
    } catch (DecodeException broken) {
      throw new IllegalStateException(
          "Not JSON, in parts that end at %s: %s … %s"
              .formatted(
                  lastParts,
                  next.substring(0, Math.min(next.length(), 150)),
                  next.substring(Math.max(0, next.length() - 150))),
          broken);
    }
  }

  /** Without a word. */
  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> ends = new ArrayList<>();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      ends.add(text.length());
      if (last) {
        parts.add(List.copyOf(ends));
        ends.clear();
        received.add(text.toString());
        text.setLength(0);
      } else {
        from.request(1);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      why = code + " " + reason;
      received.add(END);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      why = error.toString();
      received.add(END);
    }
  }
}
