package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.message.Roster;
import dev.fanfare.message.Roster.Change;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RosterCodecTest {
  /** Nodes of this version must be understood by those of the next. */
  private static final Map<Roster, String> VERSION_1 = new LinkedHashMap<>();

  static {
    Change.Here here = new Change.Here(LOBBY, "s1", ANN, 300);
    VERSION_1.put(new Roster.Beat("n1", 300), "0101026e31ac02");
    VERSION_1.put(
        new Roster.Changes(
            "n1",
            7,
            List.of(here, new Change.Left(LOBBY, "s2", false), new Change.Left(LOBBY, "s3", true))),
        "0102026e310703"
            + "01056c6f62627902733102753103416e6eac02"
            + "02056c6f626279027332"
            + "03056c6f626279027333");
    VERSION_1.put(
        new Roster.State("n1", 7, 2, true, List.of(here)),
        "0103026e310702010101056c6f62627902733102753103416e6eac02");
    VERSION_1.put(new Roster.Ask("n1", ""), "0104026e3100");
    VERSION_1.put(new Roster.Gone("n1"), "0105026e31");
  }

  private final RosterCodec codec = new RosterCodec();

  @Test
  void whatNodesSayOfTheirSessionsTravels() {
    VERSION_1.forEach(
        (roster, hex) -> {
          Buffer wire = Buffer.buffer("before");
          codec.encodeToWire(wire, roster);
          assertThat(HexFormat.of().formatHex(wire.getBytes(10, wire.length()))).isEqualTo(hex);
          assertThat(codec.decodeFromWire(6, wire.appendString("after"))).isEqualTo(roster);
          assertThat(codec.transform(roster)).isSameAs(roster);
        });
  }

  @Test
  void anotherVersionsFormIsRefused() {
    assertThatThrownBy(() -> decode("0201026e3107"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version");
  }

  @Test
  void moreChangesThanAMessageHoldsAreRefused() {
    Change left = new Change.Left(LOBBY, "s", true);
    Buffer most = wire(new Roster.Changes("n", 1, Collections.nCopies(500, left)));
    assertThat(((Roster.Changes) codec.decodeFromWire(0, most)).changes()).hasSize(500);
    Buffer more = wire(new Roster.Changes("n", 1, Collections.nCopies(501, left)));
    assertThatThrownBy(() -> codec.decodeFromWire(0, more))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void brokenBytesEndInOneKindOfException() {
    List<Roster> all = List.copyOf(VERSION_1.keySet());
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      Buffer wire = wire(all.get(random.nextInt(all.size())));
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

  private Roster decode(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return codec.decodeFromWire(0, Buffer.buffer().appendInt(bytes.length).appendBytes(bytes));
  }

  private Buffer wire(Roster roster) {
    Buffer wire = Buffer.buffer();
    codec.encodeToWire(wire, roster);
    return wire;
  }
}
