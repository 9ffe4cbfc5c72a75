package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.hub.Backlogs;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A WebSocket that Vert.x has opened, and has then let go of. */
@ExtendWith(VertxExtension.class)
class DirectSocketTest {
  private static final int MANY = 100;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Promise<DirectSocket> opened = Promise.promise();
  private Vertx vertx;
  private WebSocketClient clients; // kept: one that is collected closes its sockets
  private Context loop;
  private ChannelHandlerContext place;

  @BeforeEach
  void start(Vertx started) {
    vertx = started;
    clients = vertx.createWebSocketClient();
  }

  @Test
  void handsOnWhatComesAndAnswersPings() throws Exception {
    WebSocket client = client();
    Promise<Buffer> pong = Promise.promise();
    client.pongHandler(pong::tryComplete);
    client.writeTextMessage("hi");
    client.writePing(Buffer.buffer("there?"));
    client.writeBinaryMessage(Buffer.buffer("bytes"));
    assertThat(next()).isEqualTo("TEXT hi");
    assertThat(next()).isEqualTo("PING there?");
    assertThat(next()).isEqualTo("BINARY bytes");
    assertThat(await(pong.future())).hasToString("there?");
  }

  @Test
  void answersAPingThatCameDuringAPauseWhenItReadsOn() throws Exception {
    WebSocket client = client();
    Promise<Buffer> pong = Promise.promise();
    client.pongHandler(pong::tryComplete);
    onLoop(
        () -> {
          socket().pause();
          ping("there?");
          socket().resume();
        });
    assertThat(await(pong.future())).hasToString("there?");
  }

  @Test
  void answersNoPingAfterItsGoodBye() throws Exception {
    WebSocket client = client();
    List<Buffer> pongs = new ArrayList<>();
    Promise<Void> closed = Promise.promise();
    client.pongHandler(pongs::add);
    client.closeHandler(v -> closed.complete());
    onLoop(
        () -> {
          socket().close(1012, "draining");
          ping("there?");
        });
    await(closed.future());
    assertThat(next()).isEqualTo("PING there?");
    assertThat(pongs).isEmpty();
  }

  private void ping(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    socket().channelRead(place, new PingWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
  }

  @Test
  void answersACloseFrameWithItsCodeAndIsGone() throws Exception {
    WebSocket client = client();
    Promise<Void> closed = Promise.promise();
    client.closeHandler(v -> closed.complete());
    client.close((short) 4321);
    await(closed.future());
    assertThat(client.closeStatusCode()).isEqualTo((short) 4321);
    assertThat(next()).isEqualTo("gone");
  }

  @Test
  void saysGoodByeAndIsGoneWhenTheClientHasAnswered() throws Exception {
    WebSocket client = client();
    Promise<Void> closed = Promise.promise();
    client.closeHandler(v -> closed.complete());
    onLoop(() -> socket().close(1012, "draining"));
    await(closed.future());
    assertThat(client.closeStatusCode()).isEqualTo((short) 1012);
    assertThat(client.closeReason()).isEqualTo("draining");
    assertThat(next()).isEqualTo("gone");
  }

  @Test
  void aPauseInTheMiddleOfWhatWasReadKeepsAllOfItInOrder() throws Exception {
    WebSocket client = client();
    client.writeTextMessage("pause");
    for (int i = 0; i < MANY; i++) {
      client.writeTextMessage("m" + i);
    }
    client.close();
    assertThat(next()).isEqualTo("TEXT pause");
    onLoop(() -> assertThat(told).isEmpty());
    for (int i = 0; i < MANY; i++) {
      onLoop(() -> socket().resume());
      assertThat(next()).isEqualTo("TEXT m" + i);
    }
    onLoop(() -> socket().resume());
    assertThat(next()).isEqualTo("gone");
  }

  @Test
  void whatIsNoFrameIsToldAndEndsTheConnection() throws Exception {
    client().writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("x"), true));
    assertThat(next()).startsWith("failed");
    assertThat(next()).isEqualTo("gone");
  }

  @Test
  void anEndThatCameBeforeItStoodThereIsToldToo() throws Exception {
    HttpServer server =
        listen(
            connection -> {
              VertxInternals.pipeline(connection).channel().close();
              open(connection);
            });
    clients.connect(server.actualPort(), "127.0.0.1", "/");
    assertThat(next()).isEqualTo("gone");
  }

  /** Listens, and pauses after each message that says so or is numbered. */
  private final class Ear implements Socket.Listener {
    @Override
    public void frame(WebSocketFrameType type, byte[] bytes, boolean last) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.startsWith("pause") || text.startsWith("m")) {
        socket().pause();
      }
      told.add(type + " " + text);
    }

    @Override
    public void failed(Throwable failure) {
      told.add("failed: " + failure.getMessage());
    }

    @Override
    public void gone() {
      told.add("gone");
    }
  }

  private interface Taking {
    void take(HttpConnection connection);
  }

  private HttpServer listen(Taking taking) throws Exception {
    return await(
        vertx
            .createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
            .requestHandler(
                request -> {
                  loop = vertx.getOrCreateContext();
                  request.toWebSocket().onSuccess(socket -> taking.take(request.connection()));
                })
            .listen(0, "127.0.0.1"));
  }

  private void open(HttpConnection connection) {
    Pipe pipe = new DirectPipe(connection, new LoopTurn(vertx), new Backlogs(0).open(), () -> {});
    DirectSocket socket = new DirectSocket(loop, connection, pipe);
    place = VertxInternals.pipeline(connection).context(socket);
    socket.listen(new Ear());
    opened.complete(socket);
  }

  private WebSocket client() throws Exception {
    HttpServer server = listen(this::open);
    WebSocket client = await(clients.connect(server.actualPort(), "127.0.0.1", "/"));
    await(opened.future());
    return client;
  }

  private DirectSocket socket() {
    return opened.future().result();
  }

  private void onLoop(Runnable action) throws Exception {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        v -> {
          try {
            action.run();
            done.complete();
          } catch (Throwable failure) {
            done.fail(failure);
          }
        });
    await(done.future());
  }

  private String next() throws Exception {
    return told.poll(20, TimeUnit.SECONDS);
  }
}
