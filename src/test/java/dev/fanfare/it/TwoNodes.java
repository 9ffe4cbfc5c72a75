package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;

/** Where two nodes on this machine meet, with known ports of their event buses. */
final class TwoNodes {
  private final List<Integer> ports = FreePorts.some(4);

  /** How to start the first (0) or the second (1). */
  Start node(int number, JsonObject more) {
    return node(Start.jar(), number, more);
  }

  /** The same of another build. */
  Start node(Start build, int number, JsonObject more) {
    JsonObject cluster =
        meeting(ports.get(number), ports.get(0), ports.get(1))
            .put("bus-port", ports.get(2 + number));
    JsonObject conf =
        new JsonObject()
            .put("http", new JsonObject().put("instances", 2))
            .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
            .put("cluster", cluster);
    return build.args("-cluster").conf(conf.mergeIn(more, true));
  }

  /**
   * The section {@code cluster} of a node.
   *
   * @param port its own
   * @param ports of all nodes
   */
  static JsonObject meeting(int port, int... ports) {
    JsonArray join = new JsonArray();
    IntStream.of(ports).forEach(each -> join.add("127.0.0.1:" + each));
    return new JsonObject().put("port", port).put("join", join);
  }

  /** A connection to the event bus of a node. */
  Socket bus(int number) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) FanfareJar.PATIENCE.toMillis());
    socket.connect(new InetSocketAddress("127.0.0.1", busPort(number)));
    return socket;
  }

  int busPort(int number) {
    return ports.get(2 + number);
  }

  /** What is said at one is heard at both, in both directions. */
  static void assertTalking(FanfareJar a, FanfareJar b) {
    try (Client atA = Client.to(a, "/ws?room=talk");
        Client atB = Client.to(b, "/ws?room=talk")) {
      for (Client from : List.of(atA, atB)) {
        from.send("hello");
        assertThat(atA.nextText()).isEqualTo("hello");
        assertThat(atB.nextText()).isEqualTo("hello");
      }
    }
  }
}
