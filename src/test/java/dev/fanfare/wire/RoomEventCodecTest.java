package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.LOBBY;
import static dev.fanfare.wire.Samples.json;
import static dev.fanfare.wire.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.message.Body;
import dev.fanfare.message.Event;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoomEventCodecTest {
  private static final Map<Event, String> VERSION_1 = new LinkedHashMap<>();

  static {
    VERSION_1.put(
        message(Body.text("hi")),
        "0101056c6f626279066b33783966322a80d095ffbc3102753103416e6e0002733100026869");
    VERSION_1.put(
        new Event.Signal(LOBBY, ANN, json("{}"), "s1"),
        "02056c6f62627902753103416e6e0273310102" + "7b7d");
    VERSION_1.put(
        new Event.Notice(LOBBY, ANN, Event.Notice.Kind.LEFT, "s1"),
        "04056c6f6262" + "7902753103416e6e" + "044c454654" + "027331");
  }

  private final RoomEventCodec codec = new RoomEventCodec();

  @Test
  void eventsOfARoomTravelBetweenNodes() {
    VERSION_1.forEach(
        (event, hex) -> {
          Buffer wire = Buffer.buffer("before");
          codec.encodeToWire(wire, event);
          assertThat(HexFormat.of().formatHex(wire.getBytes(10, wire.length()))).isEqualTo(hex);
          assertThat(codec.decodeFromWire(6, wire.appendString("after"))).isEqualTo(event);
          assertThat(codec.transform(event)).isSameAs(event);
        });
  }

  @Test
  void presenceAndWhatIsForOneSessionStayOnTheirNode() {
    for (Event event :
        List.of(new Event.Ping(), new Event.Presence(LOBBY, List.of(ANN), List.of(), 1))) {
      assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), event))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void brokenBytesEndInOneKindOfException() {
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      Buffer wire = Buffer.buffer();
      codec.encodeToWire(wire, List.copyOf(VERSION_1.keySet()).get(random.nextInt(3)));
      wire.setByte(random.nextInt(wire.length()), (byte) random.nextInt(256));
      Buffer cut = random.nextInt(4) > 0 ? wire : wire.slice(0, random.nextInt(wire.length()));
      try {
        codec.decodeFromWire(0, cut);
      } catch (IllegalArgumentException expected) {
        // what it says
      } catch (RuntimeException | Error e) {
        fail("seed " + seed, e);
      }
    }
  }
}
