package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.bench.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection without traffic costs little, so that one process can have many of them. */
class IdleMemoryIT {
  private static final int FIRST = 100;
  private static final int MORE = 500;

  @ParameterizedTest
  @ValueSource(strings = {"/ws?room=idle", "/ws?room=idle&format=json"})
  void holdsLittleForAConnectionWithoutTraffic(String path) throws IOException {
    List<RawSocket> sockets = new ArrayList<>();
    try (FanfareJar server =
        Start.jar().conf("{\"limits\":{\"handshakes-per-address\":0}}").ready()) {
      open(sockets, FIRST, server, path);
      long before = Memory.live(server.pid());
      open(sockets, MORE, server, path);
      assertThat((Memory.live(server.pid()) - before) / MORE)
          .as("bytes of live heap for each")
          .isBetween(1024L, 8 * 1024L);
    } finally {
      for (RawSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void open(List<RawSocket> sockets, int more, FanfareJar server, String path)
      throws IOException {
    for (int i = 0; i < more; i++) {
      sockets.add(RawSocket.open(server, path));
    }
  }
}
