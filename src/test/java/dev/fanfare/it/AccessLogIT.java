package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** With {@code log.access} there is one line for each request, when its answer is over. */
class AccessLogIT {
  @Test
  void saysWhatWasAskedAndAnsweredAlsoOfStreams() throws IOException {
    try (FanfareJar server = Start.jar().conf("{\"log\":{\"access\":true}}").ready()) {
      try (RawSocket stream = RawSocket.to(server)) {
        stream.request("GET /rooms/seen/messages?key=k HTTP/1.1", "Accept: text/event-stream");
        stream.until("id: ");
      }
      String line = server.awaitLine(" GET /rooms/seen/messages 200 ");
      server.http().get("/rooms/asked/messages");
      server.awaitLine(" GET /rooms/asked/messages 200 ");
      assertThat(server.out()).filteredOn(said -> said.contains("/rooms/seen/")).containsOnly(line);
      server.assertQuiet();
    }
  }
}
