package dev.fanfare.http;

import static dev.fanfare.http.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Figures;
import dev.fanfare.metrics.Gauge;
import dev.fanfare.metrics.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many may ask at once. */
@ExtendWith(VertxExtension.class)
class MetricsResourceTest {
  private static final int ASKING = 5;

  private final Meters meters = new Meters();
  private final AtomicInteger made = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(ASKING);

  @Test
  void whoAskWhileATextIsMadeShareIt(Vertx vertx) throws Exception {
    meters.show(new Gauge("made", null, "How many were made.", this::madeWhenAllAsked));
    Router router = Router.router(vertx);
    Problems.mount(router);
    new MetricsResource(vertx, meters, request -> asked.countDown()).mount(router);
    HttpServer server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setStrictThreadMode(true))
                .requestHandler(router)
                .listen(0, "127.0.0.1"));
    WebClient client =
        WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(ASKING));
    List<Future<HttpResponse<Buffer>>> answers = new ArrayList<>();
    for (int i = 0; i < ASKING; i++) {
      answers.add(ask(client, server));
    }
    for (Future<HttpResponse<Buffer>> answer : answers) {
      assertThat(made(await(answer))).isEqualTo(1);
    }
    assertThat(made(await(ask(client, server)))).as("a new one").isEqualTo(2);
  }

  private static Future<HttpResponse<Buffer>> ask(WebClient client, HttpServer server) {
    return client.get(server.actualPort(), "127.0.0.1", "/metrics").send();
  }

  private static double made(HttpResponse<Buffer> answer) {
    return Figures.read(answer.bodyAsString()).value("fanfare_made");
  }

  private double madeWhenAllAsked() {
    try {
      asked.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return made.incrementAndGet();
  }
}
