package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.HERE;
import static dev.fanfare.wire.Samples.binary;
import static dev.fanfare.wire.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Body;
import dev.fanfare.message.Event;
import dev.fanfare.message.GoldenForms;
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

/** Publications, as the event bus brings them. */
class PublicationFormTest {
  private final BatchCodec codec = new BatchCodec();

  @Test
  void everythingComesBackAsItWas() {
    byte[] large = new byte[300_000];
    new Random(1).nextBytes(large);
    User far = new User("ü".repeat(100), "😀".repeat(32));
    RoomName room = RoomName.of("ß".repeat(64));
    for (Body body :
        List.of(Body.text(""), json("[1.10]"), binary(), Body.of(Body.Kind.BINARY, large))) {
      for (String to : Arrays.asList(null, "", "u2")) {
        Batch said = batch(new Publication(room, HERE.at(0), Long.MAX_VALUE, far, to, body, "s"));
        assertThat(codec.valueOf(codec.bytesOf(said))).isEqualTo(said);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "ffffffffffffffffff01", // a length of 2^64 - 1
        "ffffffff07", // a length of 2^31 - 1
        "8500", // a number longer than needed
        "80808080808080808080808001", // a number of too many bits
        "036120620161010001610161000000" + "00", // a room name with a space
        "03c3a9ff0161010001610161000000" + "00", // no UTF-8
        "01610241410100016101610000" + "0000", // an epoch in capitals
      })
  void oddBytesAreRefused(String hex) {
    assertThatThrownBy(() -> codec.valueOf(HexFormat.of().parseHex("010101" + hex)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesThatAreCutOffOrTooManyAreRefused() {
    byte[] whole = GoldenForms.of(1, "bus").get("direct");
    for (int length = 0; length <= whole.length + 1; length++) {
      byte[] wrong = Arrays.copyOf(whole, length);
      if (length != whole.length) {
        assertThatThrownBy(() -> codec.valueOf(wrong))
            .as("%d bytes", length)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aNameThatCouldNotBeReadAgainIsNotWritten() {
    User endless = new User("x".repeat(1025), "x");
    Batch said = batch(new Publication(Samples.LOBBY, HERE, 1, endless, null, json("1"), ""));
    assertThatThrownBy(() -> codec.bytesOf(said)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Batch batch(Publication publication) {
    return new Batch(null, List.of(new Event.Message(publication)));
  }
}
