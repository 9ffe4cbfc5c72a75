package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A {@code fanfare.v1.json} socket that takes from the network only what is asked for: who does not
 * read is slow. One thread uses it.
 */
final class Socket implements AutoCloseable {
  private final Api api;
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  Socket(Api api, String query) {
    this.api = api;
    URI uri = api.socket(query);
    socket =
        api.await(
            Api.CLIENT
                .newWebSocketBuilder()
                .subprotocols("fanfare.v1.json")
                .connectTimeout(Server.PATIENCE)
                .buildAsync(uri, new Listener()));
  }

  void send(JsonObject command) {
    api.await(socket.sendText(command.encode(), true));
  }

  /** The next frame that says something: pings come for ever. */
  JsonObject next() {
    long deadline = System.nanoTime() + Server.PATIENCE.toNanos();
    JsonObject frame = next(deadline);
    while (frame.getString("type").equals("ping")) {
      frame = next(deadline);
    }
    return frame;
  }

  private JsonObject next(long deadline) {
    try {
      String next = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw api.server().failure("Nothing came from a socket", null);
      }
      if (!next.startsWith("{")) {
        throw api.server().failure("The socket was closed: " + next, null);
      }
      socket.request(1);
      return new JsonObject(next);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** The next frame of this type; what comes before it is passed over, unless it is an error. */
  JsonObject next(String type) {
    while (true) {
      JsonObject frame = next();
      String got = frame.getString("type");
      if (got.equals(type)) {
        return frame;
      } else if (got.equals("error")) {
        throw new Refused(frame.getString("code"), frame.encode());
      }
    }
  }

  /** Without a word. */
  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received.add(text.toString());
        text.setLength(0);
      } else {
        from.request(1);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, java.nio.ByteBuffer message) {
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.add(code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      received.add(error.toString());
    }
  }
}
