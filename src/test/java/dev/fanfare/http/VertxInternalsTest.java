package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.contract.OwnCertificate;
import dev.fanfare.hub.Backlog;
import dev.fanfare.hub.Backlogs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the direct way out relies on inside Vert.x and Netty. If this fails after an upgrade, look
 * at {@link VertxInternals} and {@link DirectPipe}; {@code http.outbound: plain} needs little of
 * it: to flush and to cut off.
 */
@ExtendWith(VertxExtension.class)
class VertxInternalsTest {
  private static final Buffer TEXT_FRAME = Buffer.buffer(new byte[] {(byte) 0x81, 2, 'h', 'i'});

  private final Promise<HttpServerRequest> asked = Promise.promise();
  private final Promise<ServerWebSocket> opened = Promise.promise();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final Backlog backlog = new Backlogs(0).open();
  private Vertx vertx;
  private WebSocketClient clients; // kept: one that is collected closes its sockets
  private Context loop;
  private int port;

  @BeforeEach
  void remember(Vertx started) {
    vertx = started;
  }

  private void start(boolean encrypted) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setStrictThreadMode(true)
            .setIdleTimeout(60)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    if (encrypted) {
      JsonObject files = OwnCertificate.files();
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(files.getString("cert"))
                  .setKeyPath(files.getString("key")));
    }
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request -> {
                  loop = vertx.getOrCreateContext();
                  asked.complete(request);
                  if (WebSocketEndpoint.isUpgrade(request)) {
                    request.toWebSocket().onComplete(opened);
                  }
                });
    await(server.listen(0, "127.0.0.1"));
    port = server.actualPort();
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void theConnectionOfAnUpgradedRequestIsTheSocketsOwn(boolean encrypted) throws Exception {
    WebSocket client = webSocket(encrypted);
    HttpConnection connection = await(asked.future()).connection();
    await(opened.future());
    onLoop(
        () -> {
          ChannelPipeline pipeline = VertxInternals.pipeline(connection);
          assertThat(pipeline.context(VertxInternals.HANDLER))
              .as("Vert.x' handler is the last one and has this name")
              .isNotNull()
              .isSameAs(pipeline.lastContext());
          assertThat(pipeline.get(IdleStateHandler.class)).as("Vert.x' idle timer").isNotNull();
          return null;
        });
    client.close();
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void directWritesReachTheClientAmongVertxOwn(boolean encrypted) throws Exception {
    webSocket(encrypted);
    ServerWebSocket socket = await(opened.future());
    onLoop(
        () -> {
          Pipe pipe = pipe(() -> {});
          socket.writeFinalTextFrame("from Vert.x");
          write(pipe, TEXT_FRAME);
          pipe.flush();
          socket.writeFinalTextFrame("from Vert.x again");
          return null;
        });
    assertThat(next()).isEqualTo("from Vert.x");
    assertThat(next()).isEqualTo("hi");
    assertThat(next()).isEqualTo("from Vert.x again");
  }

  @Test
  void directWritesFollowTheHeadOfAResponseAndPrecedeItsEnd() throws Exception {
    StringBuilder all = new StringBuilder();
    Promise<Void> ended = Promise.promise();
    start(false);
    NetSocket client = await(vertx.createNetClient().connect(port, "127.0.0.1"));
    client.handler(all::append).closeHandler(v -> ended.complete());
    client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    HttpServerRequest request = await(asked.future());
    onLoop(
        () -> {
          request.response().setChunked(true).writeHead();
          Pipe pipe = pipe(() -> {});
          DirectChunk chunk = DirectChunk.ofHttp(List.of(new byte[] {'h', 'i'}), backlog);
          pipe.write(chunk);
          chunk.release();
          pipe.flush();
          request.response().end();
          return request.connection().close();
        });
    await(ended.future());
    assertThat(all.toString()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void whoDoesNotReadIsSeenAndIsCutOffAtOnce(boolean encrypted) throws Exception {
    WebSocket client = webSocket(encrypted);
    client.pause();
    ServerWebSocket socket = await(opened.future());
    Promise<Void> closed = Promise.promise();
    Promise<Void> written = Promise.promise();
    Pipe pipe =
        onLoop(
            () -> {
              socket.closeHandler(v -> closed.complete());
              return pipe(() -> {});
            });
    fill(pipe);
    onLoop(
        () -> {
          assertThat(pipe.waiting()).isPositive();
          assertThat(backlog.bytes()).isGreaterThanOrEqualTo(pipe.waiting());
          pipe.whenWritten(written::complete);
          pipe.cut();
          assertThat(backlog.bytes()).as("nothing waits any more").isZero();
          return null;
        });
    await(closed.future());
    assertThat(written.future().isComplete()).as("what waits was never written").isFalse();
    client.resume();
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void whoReadsAgainIsSeen(boolean encrypted) throws Exception {
    WebSocket client = webSocket(encrypted);
    client.pause();
    await(opened.future());
    Promise<Void> writable = Promise.promise();
    Promise<Void> written = Promise.promise();
    Pipe pipe = onLoop(() -> pipe(writable::tryComplete));
    fill(pipe);
    onLoop(
        () -> {
          pipe.whenWritten(written::complete);
          return null;
        });
    client.resume();
    await(writable.future());
    await(written.future());
    assertThat(onLoop(pipe::waiting)).isZero();
    assertThat(onLoop(backlog::bytes)).isZero();
  }

  @ParameterizedTest(name = "encrypted: {0}")
  @ValueSource(booleans = {false, true})
  void whoDoesNotReadHoldsWhatTheKernelDidNotTakeOfOneTurn(boolean encrypted) throws Exception {
    WebSocket client = webSocket(encrypted);
    client.pause();
    await(opened.future());
    Pipe pipe = onLoop(() -> pipe(() -> {}));
    Buffer message = message(65_536);
    AtomicLong most = new AtomicLong();
    for (int i = 0; i < 1_000; i++) {
      onLoop(
          () -> {
            if (pipe.writable()) {
              write(pipe, message);
              pipe.flush();
            }
            most.accumulateAndGet(pipe.waiting(), Math::max);
            return null;
          });
    }
    assertThat(most.get()).isBetween(1L, message.length() + 1_024L);
    assertThat(onLoop(pipe::full)).as("it may only be slow").isFalse();
    onLoop(
        () -> {
          pipe.cut();
          return null;
        });
    client.resume();
  }

  private Pipe pipe(Runnable onWritable) {
    return new DirectPipe(
        asked.future().result().connection(), new LoopTurn(vertx), backlog, onWritable);
  }

  private void write(Pipe pipe, Buffer bytes) {
    ByteBuf direct = Unpooled.directBuffer(bytes.length()).writeBytes(bytes.getBytes());
    DirectChunk chunk = DirectChunk.of(direct, backlog);
    pipe.write(chunk);
    chunk.release();
  }

  /** Writes until it is full. */
  private void fill(Pipe pipe) throws Exception {
    Buffer much = Buffer.buffer();
    for (int i = 0; i < 16; i++) {
      much.appendBuffer(message(65_536));
    }
    for (int i = 0; onLoop(pipe::writable); i++) {
      assertThat(i).as("megabytes before the pipe is full").isLessThan(100);
      onLoop(
          () -> {
            write(pipe, much);
            pipe.flush();
            return null;
          });
    }
  }

  /** A binary message that any client takes. */
  private static Buffer message(int size) {
    return Buffer.buffer()
        .appendByte((byte) 0x82)
        .appendByte((byte) 127)
        .appendLong(size)
        .appendBytes(new byte[size]);
  }

  private WebSocket webSocket(boolean encrypted) throws Exception {
    start(encrypted);
    clients =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setSsl(encrypted).setTrustAll(true).setVerifyHost(false));
    WebSocket socket = await(clients.connect(port, "127.0.0.1", "/"));
    socket.textMessageHandler(received::add);
    return socket;
  }

  private String next() throws Exception {
    return received.poll(20, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Callable<T> action) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(v -> Future.<T>future(p -> run(action, p)).onComplete(done));
    return await(done.future());
  }

  private static <T> void run(Callable<T> action, Promise<T> done) {
    try {
      done.complete(action.call());
    } catch (Throwable failure) {
      done.fail(failure);
    }
  }
}
