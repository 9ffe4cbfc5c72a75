package dev.fanfare.it;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One address behind which now this server is, now that: who connects goes to the one of the
 * moment, and stays there. Any thread.
 */
final class Relay implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetServer server;
  private volatile FanfareJar to;

  Relay(FanfareJar first) {
    to = first;
    server = await(vertx.createNetServer().connectHandler(this::connect).listen(0, "127.0.0.1"));
  }

  /** From now on, new connections go there. */
  void to(FanfareJar another) {
    to = another;
  }

  URI address() {
    return URI.create("http://localhost:" + server.actualPort() + "/");
  }

  private void connect(NetSocket client) {
    client.pause();
    vertx
        .createNetClient()
        .connect(to.port(), "localhost")
        .onSuccess(
            node -> {
              client.pipeTo(node);
              node.pipeTo(client);
            })
        .onFailure(gone -> client.close());
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(FanfareJar.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("The relay is slow", late);
    }
  }
}
