package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop: everybody hears of it, nothing that was begun is lost. */
class StopIT {
  private static final int STOPPED_BY_SIGTERM = 143;
  private static final Duration NOTICE = Duration.ofSeconds(1);
  private static final Duration SPREAD = Duration.ofSeconds(1);

  private static JsonObject conf() {
    return new JsonObject()
        .put("http", new JsonObject().put("instances", 1))
        .put(
            "drain",
            new JsonObject()
                .put("notice", NOTICE.toMillis() + "ms")
                .put("spread", SPREAD.toMillis() + "ms"))
        .put("limits", new JsonObject().put("post-rate", 0).put("outbound-bytes", "64MiB"));
  }

  @Test
  void everybodyIsToldAndWhoIsFrozenHoldsNobodyUp() throws IOException {
    try (FanfareJar server = Start.jar().conf(conf()).ready();
        RawSocket frozen = RawSocket.openNarrow(server, "/ws?room=much");
        RawSocket frozenStream = RawSocket.narrow(server);
        Client raw = Client.to(server, "/ws");
        Client json = Client.speaking("fanfare.v1.json", server, "/ws");
        RawSocket stream = RawSocket.to(server);
        RawSocket poll = RawSocket.to(server)) {
      json.nextJson("welcome");
      stream.request("GET /rooms/lobby/messages HTTP/1.1", "Accept: text/event-stream");
      stream.until("id: ");
      frozenStream.request("GET /rooms/much/messages HTTP/1.1", "Accept: text/event-stream");
      frozenStream.until("id: ");
      for (int i = 0; i < 200; i++) {
        server.http().post("/rooms/much/messages", new byte[60_000]);
      }
      poll.request("GET /rooms/lobby/messages?limit=0 HTTP/1.1");
      String before = position(poll.answer().body());
      poll.request("GET /rooms/lobby/messages?wait=60 HTTP/1.1");
      // What is answered after it says that it was read: there is one loop.
      server.http().get("/rooms/lobby/messages?limit=0");
      server.signal();
      long told = System.nanoTime();

      RawSocket.Answer answered = poll.answer();
      assertThat(answered.status()).isEqualTo(200);
      assertThat(position(answered.body())).isEqualTo(before);
      assertThat(server.http().get("/health/live").statusCode()).isEqualTo(200);
      refused(server, "/health/ready");
      refused(server, "/rooms/lobby/messages?wait=60");
      refused(server, "/rooms/lobby/messages", "Accept", "text/event-stream");
      try (RawSocket late = RawSocket.to(server)) {
        RawSocket.Answer answer = late.handshake("/ws").answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsKey("retry-after");
      }
      var posted = server.http().post("/rooms/lobby/messages", "goes on");
      assertThat(posted.statusCode()).isEqualTo(201);
      assertThat(posted.headers().firstValue("Connection")).hasValue("close");
      assertThat(raw.nextText()).isEqualTo("goes on");

      assertThat(raw.nextClose()).isEqualTo(new Client.Closed(1012, "draining"));
      assertThat(json.nextJson("bye").getLong("reconnect")).isPositive();
      assertThat(json.nextClose().code()).isEqualTo(1012);
      assertThat(stream.rest())
          .contains("goes on")
          .matches("(?s).*\r\nretry: [0-9]+\n\n\r\n0\r\n\r\n");
      assertThat(server.awaitExit()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(Duration.ofNanos(System.nanoTime() - told))
          .isLessThan(NOTICE.plus(SPREAD).plusSeconds(2));
      server.assertQuiet();
    }
  }

  private static String position(String page) {
    return new JsonObject(page).getString("position");
  }

  private static void refused(FanfareJar server, String path, String... headers) {
    var answer = server.http().get(path, headers);
    assertThat(answer.statusCode()).as(path).isEqualTo(503);
    assertThat(Http.problem(answer).getString("code")).isEqualTo("draining");
    assertThat(answer.headers().firstValue("Retry-After")).as(path).isPresent();
  }

  @Test
  void whatASocketSentBeforeItHeardOfTheEndIsStored(@TempDir Path directory) throws IOException {
    JsonObject atOnce = new JsonObject("{\"drain\":{\"notice\":\"0s\",\"spread\":\"0s\"}}");
    try (FanfareJar server = Start.jar().in(directory).conf(atOnce).ready();
        RawSocket socket = RawSocket.open(server, "/ws")) {
      server.signal();
      RawSocket.Frame close = socket.next();
      assertThat(close.closeCode()).isEqualTo(1012);
      socket.text("on its way").frame(RawSocket.FIN | RawSocket.CLOSE, close.payload());
      socket.awaitEnd();
      assertThat(server.awaitExit()).isEqualTo(STOPPED_BY_SIGTERM);
    }
    try (FanfareJar again = Start.jar().in(directory).conf(atOnce).ready()) {
      assertThat(again.http().get("/rooms/lobby/messages").body()).contains("on its way");
    }
  }

  @Test
  void whoSendsHalfARequestIsNotWaitedFor() throws IOException {
    try (FanfareJar server = Start.jar().conf(conf()).ready();
        RawSocket half = RawSocket.to(server)) {
      half.request(
          "POST /rooms/lobby/messages HTTP/1.1", "Content-Type: text/plain", "Content-Length: 9");
      half.send("half".getBytes(StandardCharsets.US_ASCII));
      assertThat(server.http().get("/health/live").statusCode()).isEqualTo(200);
      assertThat(server.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
      half.awaitEnd();
      server.assertQuiet();
    }
  }
}
