package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.bench.Memory;
import dev.fanfare.contract.BusBytes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody who is no node reaches the port of a node's event bus, without TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusPortIT {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SHARDS = 64;
  private static final byte[] SIGNAL =
      HEX.parseHex("010102056c6f62627902753103416e6e02733101027b7d");

  private final TwoNodes nodes = new TwoNodes();
  private FanfareJar a;
  private FanfareJar b;

  @BeforeAll
  void start() {
    a = nodes.node(0, new JsonObject()).ready();
    b = nodes.node(1, new JsonObject()).ready();
  }

  @AfterAll
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void noiseIsCutOffAndTheNodesGoOn() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[5 + random.nextInt(2_000)];
      random.nextBytes(noise);
      noise[0] |= (byte) (i % 2 == 0 ? 0x80 : 0x40); // no length of a message, in any case
      try (Socket bus = nodes.bus(0)) {
        assertCutOff(bus, noise);
      }
    }
    TwoNodes.assertTalking(a, b);
    assertThat(warnings("Closed a connection to the event bus")).hasSizeLessThan(3);
    assertThat(a.out()).noneMatch(line -> line.contains("Nobody caught"));
  }

  @Test
  void aHugeMessageIsNotWaitedFor() throws IOException {
    long before = Memory.resident(a.pid());
    for (int i = 0; i < 50; i++) {
      try (Socket bus = nodes.bus(0)) {
        byte[] start = new byte[1 << 20];
        System.arraycopy(BusBytes.number(Integer.MAX_VALUE), 0, start, 0, Integer.BYTES);
        assertCutOff(bus, start);
      }
    }
    assertThat(Memory.resident(a.pid()) - before).isLessThan(20 << 20);
    TwoNodes.assertTalking(a, b);
  }

  @Test
  void silenceIsCutOff() throws IOException {
    try (Socket bus = nodes.bus(0)) {
      assertThat(bus.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void oneAddressCannotTakeAllConnections() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        open.add(nodes.bus(0));
      }
      for (Socket bus : open) {
        assertThat(isTaken(bus)).isTrue();
      }
      for (int i = 0; i < 64; i++) {
        open.add(nodes.bus(0));
      }
      assertThat(isTaken(open.get(open.size() - 1))).isFalse();
      TwoNodes.assertTalking(a, b);
    } finally {
      for (Socket bus : open) {
        bus.close();
      }
    }
    assertThat(warnings("Refused a connection to the event bus")).hasSize(1);
    boolean again = false;
    while (!again) { // as soon as the node has noticed that the others are closed
      try (Socket bus = nodes.bus(0)) {
        again = isTaken(bus);
      }
    }
  }

  /** Whether somebody answers there. */
  private static boolean isTaken(Socket bus) throws IOException {
    try {
      bus.getOutputStream().write(BusBytes.ping());
      return bus.getInputStream().read() == 1;
    } catch (SocketException closed) {
      return false;
    }
  }

  @Test
  void anotherVersionsFormsAreIgnoredAndToldOnce() throws IOException {
    byte[] newer = SIGNAL.clone();
    newer[0] = 2;
    try (Client atA = Client.speaking("fanfare.v1.json", a, "/ws?room=lobby");
        Socket bus = nodes.bus(0)) {
      atA.nextJson("joined");
      for (int i = 0; i < 500; i++) {
        sendToAllRooms(bus, "fanfare.batch", newer);
      }
      // The answer to a ping comes when all before it has been read.
      bus.getOutputStream().write(BusBytes.ping());
      assertThat(bus.getInputStream().read()).isEqualTo(1);
      atA.send(new JsonObject().put("type", "publish").put("ref", "1").put("body", "fence"));
      assertThat(afterPresence(atA).getString("type")).isEqualTo("ack");
      assertThat(afterPresence(atA).getString("body")).isEqualTo("fence");
    }
    assertThat(warnings("Ignored what another node sent")).hasSize(1);
    assertThat(a.out()).noneMatch(line -> line.startsWith("\tat ") || line.contains(" ERROR "));
  }

  /** Said in operations.md: without TLS, whoever reaches the port is believed. */
  @Test
  void whoSpeaksLikeANodeIsBelievedWithoutTls() throws IOException {
    try (Client atA = Client.speaking("fanfare.v1.json", a, "/ws?room=lobby");
        Socket bus = nodes.bus(0)) {
      atA.nextJson("joined");
      sendToAllRooms(bus, "fanfare.batch", SIGNAL);
      for (int shard = 0; shard < SHARDS; shard++) { // all, so that none comes to another test
        assertThat(atA.nextJson("signal").getJsonObject("from").getString("name")).isEqualTo("Ann");
      }
    }
  }

  static void sendToAllRooms(Socket bus, String codec, byte[] form) throws IOException {
    for (int shard = 0; shard < SHARDS; shard++) {
      bus.getOutputStream().write(BusBytes.message(codec, "fanfare.rooms." + shard, form));
    }
  }

  /** The next frame that is not about who is here. */
  static JsonObject afterPresence(Client client) {
    JsonObject frame = new JsonObject(client.nextText());
    return frame.getString("type").equals("presence") ? afterPresence(client) : frame;
  }

  private static void assertCutOff(Socket bus, byte[] bytes) throws IOException {
    try {
      bus.getOutputStream().write(bytes);
      assertThat(bus.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException reset) {
      // cut off as well
    }
  }

  private List<String> warnings(String about) {
    return a.out().stream().filter(line -> line.contains(about)).toList();
  }
}
