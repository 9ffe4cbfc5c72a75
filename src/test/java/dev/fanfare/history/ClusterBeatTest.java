package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Forms;
import dev.fanfare.message.GoldenForms;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterBeatTest {
  private static final ClusterBeat BEAT = new ClusterBeat("node-a", 300, Map.of("b", 7L));

  @Test
  void travelsBetweenNodes() {
    ClusterBeat alone = new ClusterBeat("ä", 1, Map.of());
    assertThat(ClusterBeat.read(alone.bytes())).isEqualTo(alone);
  }

  @Test
  void eachVersionIsReadForAsLongAsWeSay() {
    for (int version = Forms.OURS.oldest(); version <= Forms.OURS.newest(); version++) {
      Buffer golden = Buffer.buffer(GoldenForms.of(version, "cluster").get("pulse"));
      assertThat(ClusterBeat.read(golden)).isEqualTo(BEAT);
    }
    assertThat(BEAT.bytes().getBytes())
        .isEqualTo(GoldenForms.of(Forms.OURS.written(), "cluster").get("pulse"));
  }

  @Test
  void aNewerVersionIsRefused() {
    Buffer newer = BEAT.bytes().setByte(0, (byte) (Forms.OURS.newest() + 1));
    assertThatThrownBy(() -> ClusterBeat.read(newer)).isInstanceOf(IllegalArgumentException.class);
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
