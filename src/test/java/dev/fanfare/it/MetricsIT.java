package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Figures;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What operators see at {@code /metrics}, and who sees it. */
class MetricsIT {
  private static final String PATH = "/metrics";
  private static final String ANYWHERE = "{\"port\":0,\"host\":\"127.0.0.1\"}";
  private static final int MOST = 200;

  private static Start server(String more) {
    return Start.jar()
        .conf(
            new JsonObject("{\"http\":{\"instances\":2},\"history\":{\"kind\":\"memory\"}}")
                .put("drain", new JsonObject("{\"notice\":\"0s\",\"spread\":\"0s\"}"))
                .mergeIn(new JsonObject(more), true));
  }

  private static Figures figures(FanfareJar server) {
    HttpResponse<String> answer = server.http().get(PATH);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Figures.read(answer.body());
  }

  @Test
  void whatHappensIsCounted() throws Exception {
    String few =
        "{\"limits\":{\"post-rate\":1,\"post-burst\":3,\"rate\":0,\"outbound-bytes\":\"64KiB\"}}";
    try (FanfareJar server = server(few).ready()) {
      Figures quiet = figures(server);
      assertThat(quiet.value("fanfare_ready")).isEqualTo(1);
      assertThat(quiet.value("fanfare_sessions")).isZero();
      assertThat(quiet.value("fanfare_rooms")).isZero();
      assertThat(quiet.value("fanfare_outbound_bytes")).isZero();

      int posts = 0;
      while (server.http().post("/rooms/some/messages", "x").statusCode() == 201) {
        posts++;
        assertThat(posts).as("of three at once and one a second").isLessThan(MOST);
      }
      assertThat(figures(server).value("fanfare_refused_total")).isEqualTo(1);

      try (Client rich = Client.speaking("fanfare.v1.json", server, "/ws?room=secret-name")) {
        rich.nextJson("welcome");
        rich.send("nonsense");
        rich.nextJson("error");
        Figures one = figures(server);
        assertThat(one.value("fanfare_sessions")).isEqualTo(1);
        assertThat(one.value("fanfare_rooms")).as("with the inbox").isEqualTo(2);
        assertThat(one.value("fanfare_skipped_total")).isEqualTo(1);
        assertThat(one.samples().keySet()).noneMatch(name -> name.contains("secret"));
      }
      whoDoesNotReadIsCounted(server);
      server.assertQuiet();
    }
  }

  private static void whoDoesNotReadIsCounted(FanfareJar server) throws Exception {
    String slow = "fanfare_slow_consumers_total{rule=\"close\"}";
    assertThat(figures(server).value(slow)).isZero();
    try (RawSocket frozen = RawSocket.openNarrow(server, "/ws?room=slow");
        Client speaker = Client.to(server, "/ws?room=slow")) {
      String text = "x".repeat(60 * 1024);
      boolean waited = false;
      for (int i = 0; i < MOST && figures(server).value(slow) == 0; i++) {
        speaker.send(text);
        assertThat(speaker.nextText()).isEqualTo(text);
        waited |= figures(server).value("fanfare_outbound_bytes") > 0;
      }
      assertThat(figures(server).value(slow)).isEqualTo(1);
      assertThat(waited).as("memory waited for who does not read").isTrue();
      frozen.reset();
    }
  }

  @Test
  void whoSaysTooMuchIsCounted() {
    try (FanfareJar server = server("{\"limits\":{\"rate\":1,\"burst\":1}}").ready();
        Client raw = Client.to(server, "/ws")) {
      assertThat(figures(server).value("fanfare_throttled_total")).isZero();
      for (String text : List.of("one", "two", "three")) {
        raw.send(text);
      }
      for (String text : List.of("one", "two", "three")) {
        assertThat(raw.nextText()).isEqualTo(text);
      }
      assertThat(figures(server).value("fanfare_throttled_total")).isPositive();
    }
  }

  @Test
  void whoseRoomsAreTooManyIsCountedOnce() {
    String one = "{\"limits\":{\"rooms\":1,\"rooms-per-session\":1}}";
    String room = "\"room\":\"%s\"}";
    try (FanfareJar server = server(one).ready();
        Client rich = Client.speaking("fanfare.v1.json", server, "/ws?room=one");
        Client raw = Client.to(server, "/ws?room=three")) {
      assertThat(server.http().post("/rooms/one/messages", "x").statusCode()).isEqualTo(201);
      assertRefused(server, 0);
      assertThat(server.http().post("/rooms/two/messages", "x").statusCode()).isEqualTo(429);
      assertRefused(server, 1);
      rich.send("{\"type\":\"join\"," + room.formatted("two"));
      assertThat(rich.nextJson("error").getString("code")).isEqualTo("too_many");
      assertRefused(server, 2);
      rich.send("{\"type\":\"publish\",\"body\":1," + room.formatted("two"));
      assertThat(rich.nextJson("error").getString("code")).isEqualTo("too_many");
      assertRefused(server, 3);
      raw.send("x");
      assertThat(raw.next()).isEqualTo(new Client.Closed(4005, "too_many"));
      assertRefused(server, 4);
      rich.send("{\"type\":\"join\",\"room\":\"@somebody\"}");
      assertThat(rich.nextJson("error").getString("code")).isEqualTo("forbidden");
      assertRefused(server, 4);
    }
  }

  private static void assertRefused(FanfareJar server, int times) {
    assertThat(figures(server).value("fanfare_refused_total")).isEqualTo(times);
  }

  @Test
  void theAnswerIsOneThatPrometheusReads() throws Exception {
    try (FanfareJar server = server("{}").ready()) {
      HttpResponse<String> answer = server.http().get(PATH);
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      Figures figures = Figures.read(answer.body());
      assertThat(figures.samples().keySet())
          .filteredOn(name -> name.startsWith("fanfare_loop_lag_max_seconds{"))
          .as("one for each loop")
          .hasSize(2);
      assertThat(figures.samples().keySet()).as("alone").noneMatch(n -> n.contains("lease"));

      HttpResponse<String> head =
          server.http().send(server.http().request(PATH).method("HEAD", BodyPublishers.noBody()));
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
      HttpResponse<String> post = server.http().post(PATH, "x");
      assertThat(post.statusCode()).isEqualTo(405);
      assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
      server.assertQuiet();
    }
  }

  @Test
  void manyWhoAskAtOnceAreAllAnswered() throws Exception {
    try (FanfareJar server = server("{}").ready()) {
      HttpClient client = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        answers.add(client.sendAsync(server.http().request(PATH).build(), BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        Figures.read(answer.get(FanfareJar.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).body());
      }
      server.assertQuiet();
    }
  }

  @Test
  void whoComesThroughAProxyIsAStranger() {
    try (FanfareJar server = server("{}").ready()) {
      for (String header : new String[] {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"}) {
        HttpResponse<String> answer = server.http().get(PATH, header, "127.0.0.1");
        assertThat(answer.statusCode()).as(header).isEqualTo(403);
        JsonObject problem = Http.problem(answer);
        assertThat(problem.getString("code")).isEqualTo("forbidden");
        assertThat(problem.getString("detail"))
            .contains("http.trusted-proxies")
            .contains("metrics.listener");
      }
      server.assertQuiet();
    }
  }

  @Test
  void whomATrustedProxyBringsIsAStrangerToo() {
    String trusting = "{\"http\":{\"trusted-proxies\":[\"127.0.0.1\"]}}";
    try (FanfareJar server = server(trusting).ready()) {
      assertThat(server.http().get(PATH).statusCode()).isEqualTo(200);
      assertThat(server.http().get(PATH, "X-Forwarded-For", "192.0.2.1").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void aListenerOfTheirOwnShowsThemToWhoeverReachesIt() throws Exception {
    String own =
        "{\"listeners\":{\"ops\":%s,\"more\":%s},\"metrics\":{\"listener\":\"ops\"}}"
            .formatted(ANYWHERE, ANYWHERE);
    try (FanfareJar server = server(own).ready()) {
      assertThat(server.http().get(PATH).statusCode()).isEqualTo(404);
      assertThat(at(server, "more").statusCode()).isEqualTo(404);
      HttpResponse<String> answer = at(server, "ops", "X-Forwarded-For", "192.0.2.1");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Figures.read(answer.body()).value("fanfare_ready")).isEqualTo(1);
    }
  }

  private static HttpResponse<String> at(FanfareJar server, String listener, String... headers) {
    String said = server.awaitLine("Listener " + listener + ": ");
    URI address = URI.create(said.substring(said.indexOf("http://")));
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(PATH));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.http().send(request);
  }

  @Test
  void theyCanBeTurnedOff() {
    try (FanfareJar server = server("{\"metrics\":{\"enabled\":false}}").ready()) {
      assertThat(server.http().get(PATH).statusCode()).isEqualTo(404);
    }
    String own =
        "{\"endpoints\":{\"/metrics\":{\"plain\":\"mine\"}},\"metrics\":{\"enabled\":false}}";
    try (FanfareJar server = server(own).ready()) {
      assertThat(server.http().get(PATH).body()).isEqualTo("mine");
    }
  }

  @Test
  void aNodeThatMayNotStoreSaysSo() {
    JsonObject three = new JsonObject("{\"cluster\":{\"size\":3}}");
    try (FanfareJar alone = new TwoNodes().node(0, three).ready()) {
      assertThat(alone.http().post("/rooms/some/messages", "x").statusCode()).isEqualTo(503);
      Figures figures = figures(alone);
      assertThat(figures.value("fanfare_cluster_lease")).isZero();
      assertThat(figures.value("fanfare_cluster_heard_nodes")).isZero();
    }
  }

  @Test
  void aNodeOfAClusterSaysHowItStandsInIt() {
    TwoNodes nodes = new TwoNodes();
    JsonObject nothing = new JsonObject();
    try (FanfareJar a = nodes.node(0, nothing).ready();
        FanfareJar b = nodes.node(1, nothing).ready()) {
      for (FanfareJar node : List.of(a, b)) {
        awaitOne(node, "fanfare_cluster_heard_nodes");
        awaitOne(node, "fanfare_cluster_settled");
        Figures figures = figures(node);
        assertThat(figures.value("fanfare_cluster_lease")).isEqualTo(1);
        assertThat(figures.value("fanfare_ready")).isEqualTo(1);
        assertThat(figures.value("fanfare_cluster_unheard_total")).isZero();
      }
    }
  }

  private static void awaitOne(FanfareJar node, String figure) {
    long end = System.nanoTime() + FanfareJar.PATIENCE.toNanos();
    while (figures(node).value(figure) != 1) {
      assertThat(System.nanoTime()).as(figure + " became 1").isLessThan(end);
    }
  }
}
