package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sockets of npm's {@code ws}, all in one process of node: what the tutorials' clients would see,
 * frame by frame and byte by byte. One thread uses it.
 */
final class WsClients implements AutoCloseable {
  private final Process node;
  private final BufferedWriter orders;
  private final Map<Integer, Socket> sockets = new ConcurrentHashMap<>();

  private WsClients(Process node) {
    this.node = node;
    orders = node.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "sockets of ws");
    reader.setDaemon(true);
    reader.start();
  }

  static WsClients start() throws Exception {
    Path directory = Npm.ws();
    Path script = directory.resolve("sockets.js");
    Files.write(script, WsClients.class.getResourceAsStream("/clients/sockets.js").readAllBytes());
    return new WsClients(
        new ProcessBuilder("node", script.toString())
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Opens a socket and waits until it is open. */
  Socket open(String url) {
    return open(url, Map.of());
  }

  Socket open(String url, Map<String, String> headers, String... subprotocols) {
    Socket socket = request(url, headers, subprotocols);
    socket.opened();
    return socket;
  }

  /** The status with which the server refuses. */
  int refused(String url, Map<String, String> headers) {
    return request(url, headers).next().getInteger("refused");
  }

  private Socket request(String url, Map<String, String> headers, String... subprotocols) {
    Socket socket = new Socket(sockets.size(), url);
    sockets.put(socket.id, socket);
    JsonObject sent = new JsonObject();
    headers.forEach(sent::put);
    socket.order("open", url, "protocols", new JsonArray(List.of(subprotocols)), "headers", sent);
    return socket;
  }

  private void read() {
    try (BufferedReader events = node.inputReader(StandardCharsets.UTF_8)) {
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        JsonObject event = new JsonObject(line);
        Socket socket = sockets.get(event.getInteger("id"));
        (event.containsKey("ping") ? socket.pings : socket.events).add(event);
      }
    } catch (IOException gone) {
      // the process is
    }
  }

  @Override
  public void close() throws IOException {
    orders.close();
    node.destroyForcibly();
  }

  /** One socket. */
  final class Socket {
    private final int id;
    private final String url;
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> pings = new LinkedBlockingQueue<>();
    private String subprotocol = "";

    private Socket(int id, String url) {
      this.id = id;
      this.url = url;
    }

    private void opened() {
      JsonObject event = next();
      assertThat(event.fieldNames()).as(url + ": " + event).contains("open");
      subprotocol = event.getString("open");
    }

    String subprotocol() {
      return subprotocol;
    }

    Socket send(String text) {
      return order("text", text);
    }

    Socket send(byte[] bytes) {
      return order("bytes", HexFormat.of().formatHex(bytes));
    }

    /** Closes as a browser does that leaves the page. */
    void close() {
      order("close", true);
    }

    /** Reads nothing from now on. */
    void stall() {
      order("pause", true);
    }

    /** Goes away without a word. */
    void vanish() {
      order("terminate", true);
    }

    private Socket order(Object... pairs) {
      JsonObject order = new JsonObject().put("id", id);
      for (int i = 0; i < pairs.length; i += 2) {
        order.put((String) pairs[i], pairs[i + 1]);
      }
      try {
        orders.write(order.encode());
        orders.newLine();
        orders.flush();
        return this;
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }

    private JsonObject next() {
      return take(events, "Nothing came");
    }

    /** The next frame, which must be text, and UTF-8. */
    String text() {
      JsonObject event = next();
      assertThat(event.fieldNames()).as(url + ": " + event).contains("text");
      try {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(event.getString("text")));
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      } catch (CharacterCodingException invalid) {
        throw new AssertionError(url + ": " + event, invalid);
      }
    }

    /** The next frames are these texts. */
    Socket hears(String... texts) {
      for (String text : texts) {
        assertThat(text()).as(url).isEqualTo(text);
      }
      return this;
    }

    /** The next frame is these bytes. */
    void hears(byte[] bytes) {
      assertThat(next())
          .isEqualTo(new JsonObject().put("id", id).put("bytes", HexFormat.of().formatHex(bytes)));
    }

    /** The next frame with a type of {@code fanfare.v1.json}; others are passed over. */
    JsonObject json(String type) {
      while (true) {
        JsonObject frame = new JsonObject(text());
        if (type.equals(frame.getString("type"))) {
          return frame;
        }
      }
    }

    /** The close code; nothing came before it. */
    int closed() {
      JsonObject event = next();
      assertThat(event.fieldNames()).as(url + ": " + event).contains("closed");
      return event.getInteger("closed");
    }

    /** Waits for a ping of the WebSocket protocol. */
    void pinged() {
      take(pings, "No ping came");
    }

    private JsonObject take(BlockingQueue<JsonObject> from, String otherwise) {
      try {
        JsonObject event = from.poll(FanfareJar.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
          throw new AssertionError(otherwise + " from " + url);
        }
        return event;
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
