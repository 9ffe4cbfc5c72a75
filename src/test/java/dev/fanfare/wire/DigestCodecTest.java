package dev.fanfare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Digest;
import dev.fanfare.message.Digest.Head;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestCodecTest {
  private static final Digest DIGEST =
      new Digest(
          List.of(
              new Head(new RoomName("lobby"), new Position("k3x9f2", 42)),
              new Head(new RoomName("@ann"), new Position("0", 300))));
  private static final String VERSION_1 =
      "02" + "056c6f626279" + "066b3378396632" + "2a" + "0440616e6e" + "0130" + "ac02";

  private final DigestCodec codec = new DigestCodec();

  @Test
  void digestsTravelBetweenNodes() {
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, DIGEST);
    assertThat(HexFormat.of().formatHex(wire.getBytes(10, wire.length()))).isEqualTo(VERSION_1);
    assertThat(codec.decodeFromWire(6, wire.appendString("after"))).isEqualTo(DIGEST);
    assertThat(codec.name()).isEqualTo("fanfare.digest.1");
  }

  @Test
  void moreThanOneDigestMayHoldIsRefused() {
    Digest large = new Digest(Collections.nCopies(Digest.MOST, DIGEST.heads().get(0)));
    assertThat(codec.valueOf(codec.bytesOf(large))).isEqualTo(large);
    Digest larger = new Digest(Collections.nCopies(Digest.MOST + 1, DIGEST.heads().get(0)));
    assertThatThrownBy(() -> codec.valueOf(codec.bytesOf(larger)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void brokenBytesAreRefusedWithAReason() {
    byte[] bytes = HexFormat.of().parseHex(VERSION_1);
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = bytes.clone();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        Digest digest = codec.valueOf(broken);
        assertThat(codec.valueOf(codec.bytesOf(digest))).isEqualTo(digest);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
    assertThatThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer().appendInt(Integer.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
