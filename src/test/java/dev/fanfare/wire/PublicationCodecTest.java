package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.HERE;
import static dev.fanfare.wire.Samples.binary;
import static dev.fanfare.wire.Samples.json;
import static dev.fanfare.wire.Samples.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.message.Body;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationCodecTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Stores are full of these bytes: they never change. */
  private static final String VERSION_1 =
      "01056c6f626279066b33783966322a80d095ffbc31027531" + "03416e6e00027331000568c3a96c6c";

  private static final String VERSION_1_DIRECT =
      "0103407531066b3378396632ffffffffffffffff0700027531" + "03416e6e0102753100020300ff80";

  private static final Publication DIRECT =
      new Publication(
          RoomName.inbox("u1"),
          new Position("k3x9f2", Long.MAX_VALUE / 16),
          0,
          ANN,
          "u1",
          binary(0, 255, 128),
          "");

  @Test
  void theBytesOfVersionOneStayReadable() {
    Publication text = said(Body.text("héll"));
    assertThat(PublicationCodec.decode(HEX.parseHex(VERSION_1))).isEqualTo(text);
    assertThat(HEX.formatHex(PublicationCodec.encode(text))).isEqualTo(VERSION_1);
    assertThat(HEX.formatHex(PublicationCodec.encode(DIRECT))).isEqualTo(VERSION_1_DIRECT);
    assertThat(PublicationCodec.decode(HEX.parseHex(VERSION_1_DIRECT))).isEqualTo(DIRECT);
  }

  @Test
  void everythingComesBackAsItWas() {
    byte[] large = new byte[300_000];
    new Random(1).nextBytes(large);
    User far = new User("ü".repeat(100), "😀".repeat(32));
    RoomName room = RoomName.of("ß".repeat(64));
    for (Body body :
        List.of(Body.text(""), json("[1.10]"), binary(), Body.of(Body.Kind.BINARY, large))) {
      for (String to : Arrays.asList(null, "", "u2")) {
        Publication said = new Publication(room, HERE.at(0), Long.MAX_VALUE, far, to, body, "s");
        assertThat(PublicationCodec.decode(PublicationCodec.encode(said))).isEqualTo(said);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "00", // version
        "02056c6f626279066b33783966322a80d095ffbc3102753103416e6e000273310000",
        "01ffffffffffffffffff01", // a length of 2^64 - 1
        "01ffffffff07", // a length of 2^31 - 1
        "018500", // a number longer than needed
        "0180808080808080808080808001", // a number of too many bits
        "01036120620161010001610161000000" + "00", // a room name with a space
        "0103c3a9ff0161010001610161000000" + "00", // no UTF-8
        "0101610241410100016101610000" + "0000", // an epoch in capitals
      })
  void oddBytesAreRefused(String hex) {
    assertThatThrownBy(() -> PublicationCodec.decode(HEX.parseHex(hex)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesThatAreCutOffOrTooManyAreRefused() {
    byte[] whole = HEX.parseHex(VERSION_1_DIRECT);
    for (int length = 0; length <= whole.length + 1; length++) {
      byte[] wrong = Arrays.copyOf(whole, length);
      if (length != whole.length) {
        assertThatThrownBy(() -> PublicationCodec.decode(wrong))
            .as("%d bytes", length)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void brokenBytesNeverEndInAnythingElse() {
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = HEX.parseHex(random.nextBoolean() ? VERSION_1 : VERSION_1_DIRECT);
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        Publication said = PublicationCodec.decode(bytes);
        assertThat(PublicationCodec.encode(said)).as("seed %d", seed).isEqualTo(bytes);
      } catch (IllegalArgumentException expected) {
        // what it says
      } catch (RuntimeException | Error e) {
        fail("seed " + seed + ": " + HEX.formatHex(bytes), e);
      }
    }
  }

  @Test
  void aNameThatCouldNotBeReadAgainIsNotWritten() {
    User endless = new User("x".repeat(1025), "x");
    Publication said = new Publication(Samples.LOBBY, HERE, 1, endless, null, json("1"), "");
    assertThatThrownBy(() -> PublicationCodec.encode(said))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
