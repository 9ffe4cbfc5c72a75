package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Connections on which nothing happens do not stay for ever. */
class SilenceIT {
  /** The section {@code http} of the server's configuration. */
  JsonObject http() {
    return new JsonObject().put("ping", "200ms").put("idle", "1s");
  }

  @Test
  void whoSaysNothingIsSentAwayAndWhoAnswersPingsStays() throws IOException {
    try (FanfareJar server =
            Start.jar()
                .conf(new JsonObject("{\"limits\":{\"pings\":3}}").put("http", http()))
                .ready();
        Neighbour neighbour = new Neighbour(server);
        RawSocket silent = RawSocket.to(server);
        RawSocket answersNoPing = RawSocket.open(server, "/ws");
        RawSocket pingsTooOften = RawSocket.open(server, "/ws")) {
      for (int i = 0; i < 4; i++) {
        pingsTooOften.frame(RawSocket.FIN | RawSocket.PING, new byte[0]);
      }
      pingsTooOften.awaitEnd();
      assertThat(answersNoPing.closeCode()).isEqualTo(4002);
      answersNoPing.awaitEnd();
      silent.awaitEnd();
      neighbour.assertUndisturbed();
    }
  }

  @Test
  void aStreamThatIsReadStaysAndOneThatIsNotIsCutOff() throws IOException {
    String path = "/rooms/silent-streams/messages";
    byte[] much = new byte[60_000];
    try (FanfareJar server =
            Start.jar()
                .conf(
                    new JsonObject(
                            "{\"limits\":{\"outbound-bytes\":\"64MiB\",\"post-rate\":0},\"history\":{\"room-bytes\":\"48MiB\"}}")
                        .put("http", http()))
                .ready();
        Client watcher =
            Client.speaking("fanfare.v1.json", server, "/ws?room=silent-streams&name=Watcher");
        RawSocket frozen = RawSocket.narrow(server);
        RawSocket quiet = RawSocket.to(server)) {
      quiet.request("GET /rooms/quiet/messages HTTP/1.1", "Accept: text/event-stream");
      frozen.request("GET " + path + "?name=Frozen HTTP/1.1", "Accept: text/event-stream");
      frozen.until("id: ");
      for (int i = 0; i < 200; i++) {
        server.http().post(path, much);
      }
      while (!watcher.nextJson("presence").getJsonArray("left").encode().contains("Frozen")) {
        // who came before
      }
      // It has outlived its time, for it was told that the connection lives.
      for (int beats = 0; beats < 8; beats++) {
        quiet.until(": \n\n");
      }
      server.http().post("/rooms/quiet/messages", "still there?");
      quiet.until("still there?");
    }
  }

  /** While it catches up there is no place for answers, and what it sends is not read. */
  @Test
  void whoCatchesUpSlowlyAndHasAskedForSomethingIsNotTakenForSilent() throws IOException {
    int messages = 120;
    String room = "slow-road";
    String path = "/rooms/" + room + "/messages";
    try (FanfareJar server =
            Start.jar()
                .conf(
                    new JsonObject(
                            "{\"limits\":{\"post-rate\":0},\"history\":{\"room-bytes\":\"16MiB\"}}")
                        .put("http", http().put("ping", "400ms").put("idle", "2s")))
                .ready();
        Client pace = Client.speaking("fanfare.v1.json", server, "/ws?room=pace")) {
      for (int i = 0; i < messages; i++) {
        server.http().post(path, i + " " + "x".repeat(60_000));
      }
      try (SlowClient slow = SlowClient.to(server, SlowClient.Way.V1, room, "start")) {
        for (int heard = 0; heard < messages; heard += 10) {
          assertThat(slow.next(10)).startsWith(heard);
          slow.say("{\"type\":\"ping\"}");
          pace.nextJson("ping");
        }
        server.http().post(path, messages + " and the last");
        assertThat(slow.next(1)).containsExactly(messages);
      }
    }
  }
}
