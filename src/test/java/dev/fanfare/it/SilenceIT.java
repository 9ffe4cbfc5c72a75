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
}
