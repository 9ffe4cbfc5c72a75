package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterBeatTest {
  private static final ClusterBeat BEAT = new ClusterBeat("node-a", 300, Map.of("b", 7L));
  private static final String VERSION_1 =
      "01" + "066e6f64652d61" + "000000000000012c" + "0162" + "0000000000000007";

  @Test
  void travelsBetweenNodes() {
    assertThat(HexFormat.of().formatHex(BEAT.bytes().getBytes())).isEqualTo(VERSION_1);
    assertThat(ClusterBeat.read(BEAT.bytes())).isEqualTo(BEAT);
    ClusterBeat alone = new ClusterBeat("ä", 1, Map.of());
    assertThat(ClusterBeat.read(alone.bytes())).isEqualTo(alone);
  }

  @Test
  void brokenBytesAreRefused() {
    byte[] bytes = BEAT.bytes().getBytes();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = new byte[random.nextInt(bytes.length + 3)];
      System.arraycopy(bytes, 0, broken, 0, Math.min(bytes.length, broken.length));
      for (int hits = random.nextInt(3); hits > 0 && broken.length > 0; hits--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(ClusterBeat.read(Buffer.buffer(broken))).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("another node");
      }
    }
  }
}
