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
}
