package dev.fanfare.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Digest;
import dev.fanfare.message.Digest.Head;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class DigestCodecTest {
  private final DigestCodec codec = new DigestCodec();

  @Test
  void moreThanOneDigestMayHoldIsRefused() {
    Head head = new Head(new RoomName("lobby"), new Position("k3x9f2", 42));
    Digest large = new Digest(Collections.nCopies(Digest.MOST, head));
    assertThat(codec.valueOf(codec.bytesOf(large))).isEqualTo(large);
    Digest larger = new Digest(Collections.nCopies(Digest.MOST + 1, head));
    assertThatThrownBy(() -> codec.valueOf(codec.bytesOf(larger)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
