package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event stream is the same text whichever way it leaves, in the framing of its HTTP version. */
@ExtendWith(VertxExtension.class)
class StreamWaysTest {
  private final List<NetSocket> sockets = new ArrayList<>();

  /** Vert.x would wait for the ends of the streams. */
  @AfterEach
  void hangUp() throws Exception {
    for (NetSocket socket : sockets) {
      await(socket.close());
    }
  }

  private static final String EVENT = "event: message\ndata: ";

  @ParameterizedTest(name = "{0} to HTTP/1.{1}")
  @CsvSource({"direct, 1", "direct, 0", "plain, 1", "plain, 0"})
  void theTextIsTheSame(String outbound, int minor, Vertx vertx) throws Exception {
    TestNode node = start(vertx, outbound);
    Wire wire = new Wire(node, minor);
    String head = wire.until("\r\n\r\n");
    assertThat(head).startsWith("HTTP/1." + minor + " 200 OK").contains("text/event-stream");
    assertThat(head.contains("transfer-encoding: chunked")).isEqualTo(minor == 1);
    Text text = new Text(wire, minor == 1);
    assertThat(text.block()).matches(": fanfare\nretry: [0-9]+\nid: [a-z0-9]+-0");
    for (int i = 1; i <= 3; i++) {
      post(node, "größer " + "x".repeat(i * 5_000));
      String block = text.block();
      assertThat(block).matches("(?s)id: [a-z0-9]+-" + i + "\nevent: .*");
      JsonObject message = new JsonObject(block.substring(block.indexOf(EVENT) + EVENT.length()));
      assertThat(message.getString("body")).isEqualTo("größer " + "x".repeat(i * 5_000));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "plain"})
  void oneRoomServesBothVersionsAtOnce(String outbound, Vertx vertx) throws Exception {
    TestNode node = start(vertx, outbound);
    Text[] texts = new Text[4];
    for (int i = 0; i < texts.length; i++) {
      Wire wire = new Wire(node, i % 2);
      wire.until("\r\n\r\n");
      texts[i] = new Text(wire, i % 2 == 1);
      texts[i].block();
    }
    for (int n = 0; n < 50; n++) {
      post(node, "message " + n);
    }
    for (int n = 0; n < 50; n++) {
      String block = texts[0].block();
      assertThat(block).contains("\"message " + n + "\"");
      for (int i = 1; i < texts.length; i++) {
        assertThat(texts[i].block()).isEqualTo(block);
      }
    }
  }

  private static TestNode start(Vertx vertx, String outbound) throws Exception {
    return TestNode.start(
        vertx,
        new JsonObject()
            .put("http", new JsonObject().put("outbound", outbound))
            .put("limits", new JsonObject().put("post-rate", 0)));
  }

  private static void post(TestNode node, String text) throws Exception {
    assertThat(
            await(
                    node.web
                        .post(node.port(), "127.0.0.1", "/rooms/r/messages")
                        .putHeader("Content-Type", "text/plain; charset=utf-8")
                        .sendBuffer(Buffer.buffer(text)))
                .statusCode())
        .isEqualTo(201);
  }

  /** The blocks of a stream, with or without the chunked transfer coding. */
  private static final class Text {
    private final Wire wire;
    private final boolean chunked;
    private String text = "";

    Text(Wire wire, boolean chunked) {
      this.wire = wire;
      this.chunked = chunked;
    }

    String block() throws Exception {
      while (!text.contains("\n\n")) {
        text += chunked ? chunk() : wire.until("\n\n");
      }
      int end = text.indexOf("\n\n");
      String block = text.substring(0, end);
      text = text.substring(end + 2);
      return new String(block.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private String chunk() throws Exception {
      int size = Integer.parseInt(wire.until("\r\n").strip(), 16);
      String chunk = wire.take(size);
      assertThat(wire.take(2)).isEqualTo("\r\n");
      return chunk;
    }
  }

  /** A stream as its bytes, one character each. */
  private final class Wire {
    private final NetSocket socket;
    private String unread = "";
    private Promise<Void> more = Promise.promise();

    Wire(TestNode node, int minor) throws Exception {
      socket = await(node.vertx.createNetClient().connect(node.port(), "127.0.0.1"));
      sockets.add(socket);
      socket.handler(this::read);
      socket.write(
          "GET /rooms/r/messages HTTP/1."
              + minor
              + "\r\nHost: localhost\r\nAccept: text/event-stream\r\nConnection: keep-alive\r\n\r\n");
    }

    private synchronized void read(Buffer bytes) {
      unread += bytes.toString(StandardCharsets.ISO_8859_1);
      more.complete();
      more = Promise.promise();
    }

    /** Up to these characters and with them. */
    String until(String end) throws Exception {
      while (true) {
        Promise<Void> wait;
        synchronized (this) {
          int at = unread.indexOf(end);
          if (at >= 0) {
            return take(at + end.length());
          }
          wait = more;
        }
        await(wait.future());
      }
    }

    String take(int length) throws Exception {
      while (true) {
        Promise<Void> wait;
        synchronized (this) {
          if (unread.length() >= length) {
            String taken = unread.substring(0, length);
            unread = unread.substring(length);
            return taken;
          }
          wait = more;
        }
        await(wait.future());
      }
    }
  }
}
