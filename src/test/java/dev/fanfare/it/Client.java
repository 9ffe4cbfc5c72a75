package dev.fanfare.it;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A well-behaved WebSocket client; the next message is waited for. One thread uses it. */
final class Client implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(FanfareJar.PATIENCE).build();

  /** What came in. */
  sealed interface Received {}

  record Text(String text) implements Received {}

  record Binary(ByteBuffer bytes) implements Received {
    static Binary of(byte[] bytes) {
      return new Binary(ByteBuffer.wrap(bytes.clone()));
    }
  }

  record Closed(int code, String reason) implements Received {}

  private final FanfareJar server;
  private final URI uri;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private WebSocket socket;

  private Client(FanfareJar server, URI uri) {
    this.server = server;
    this.uri = uri;
  }

  /** Connects; for example to {@code /ws?room=news}. */
  static Client to(FanfareJar server, String pathAndQuery) {
    return to(server, server.ws(pathAndQuery), HTTP.newWebSocketBuilder());
  }

  /** Connects to an address in front of the server. */
  static Client through(URI address, FanfareJar server) {
    return to(server, address, HTTP.newWebSocketBuilder());
  }

  /** Connects with an offered subprotocol. */
  static Client speaking(String subprotocol, FanfareJar server, String pathAndQuery) {
    return to(
        server, server.ws(pathAndQuery), HTTP.newWebSocketBuilder().subprotocols(subprotocol));
  }

  private static Client to(FanfareJar server, URI address, WebSocket.Builder builder) {
    Client client = new Client(server, address);
    try {
      client.socket =
          builder
              .connectTimeout(FanfareJar.PATIENCE)
              .buildAsync(client.uri, client.new Listener())
              .join();
    } catch (CompletionException failed) {
      throw (AssertionError)
          server
              .failure("Cannot connect to " + client.uri + ": " + failed.getCause())
              .initCause(failed.getCause());
    }
    return client;
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  Client send(String text) {
    sent(socket.sendText(text, true));
    return this;
  }

  Client send(byte[] bytes) {
    sent(socket.sendBinary(ByteBuffer.wrap(bytes), true));
    return this;
  }

  Client send(JsonObject command) {
    return send(command.encode());
  }

  private void sent(CompletableFuture<WebSocket> done) {
    try {
      done.orTimeout(FanfareJar.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException failed) {
      throw server.failure("Cannot send to " + uri + ": " + failed.getCause());
    }
  }

  /** The next thing that comes. */
  Received next() {
    return next("anything", deadline());
  }

  private Received next(String wanted, long deadline) {
    try {
      Received next = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw server.failure("Waited in vain for " + wanted + " from " + uri);
      }
      return next;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static long deadline() {
    return System.nanoTime() + FanfareJar.PATIENCE.toNanos();
  }

  /** The next thing, which must be text. */
  String nextText() {
    return text(next());
  }

  private String text(Received next) {
    if (next instanceof Text text) {
      return text.text();
    }
    throw server.failure("Text was expected from " + uri + ", not " + next);
  }

  /**
   * The next frame of this type; what comes before it is passed over. The server pings: it is the
   * frame that is waited for, not just anything.
   */
  JsonObject nextJson(String type) {
    long deadline = deadline();
    while (true) {
      JsonObject frame = new JsonObject(text(next(type, deadline)));
      if (type.equals(frame.getString("type"))) {
        return frame;
      }
    }
  }

  /** The next frame, which must be a closing. */
  Closed nextClose() {
    Received next = next();
    if (next instanceof Closed closed) {
      return closed;
    }
    throw server.failure("A close was expected from " + uri + ", not " + next);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received.add(new Text(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      bytes.writeBytes(part);
      if (last) {
        received.add(Binary.of(bytes.toByteArray()));
        bytes.reset();
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.add(new Closed(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      received.add(new Closed(1006, trace.toString()));
    }
  }
}
