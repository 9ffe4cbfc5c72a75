package dev.fanfare.wire;

import static dev.fanfare.wire.Samples.ANN;
import static dev.fanfare.wire.Samples.LOBBY;
import static dev.fanfare.wire.Samples.binary;
import static dev.fanfare.wire.Samples.json;
import static dev.fanfare.wire.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Body;
import dev.fanfare.message.Digest;
import dev.fanfare.message.Digest.Head;
import dev.fanfare.message.Event;
import dev.fanfare.message.Forms;
import dev.fanfare.message.GoldenForms;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Roster;
import dev.fanfare.message.Roster.Change;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes of everything that goes over the event bus, in each version that is still read. */
class BusFormsTest {
  private static final Change.Here HERE = new Change.Here(LOBBY, "s1", ANN, 300);
  private static final Map<String, Sample<?>> SAMPLES = new LinkedHashMap<>();

  static {
    BatchCodec events = new BatchCodec();
    Event hello = message(Body.text("héll"));
    add("message", events, batch(hello));
    add(
        "direct",
        events,
        batch(
            new Event.Message(
                new Publication(
                    RoomName.inbox("u1"),
                    new Position("k3x9f2", Long.MAX_VALUE / 16),
                    0,
                    ANN,
                    "u1",
                    binary(0, 255, 128),
                    ""))));
    Event signal = new Event.Signal(LOBBY, ANN, json("{}"), "s1");
    add("signal", events, batch(signal));
    Event notice = new Event.Notice(LOBBY, ANN, Event.Notice.Kind.LEFT, "s1");
    add("notice", events, batch(notice));
    add("batch", events, batch(hello, signal, notice));
    add(
        "digest",
        new DigestCodec(),
        new Digest(
            List.of(
                new Head(new RoomName("lobby"), new Position("k3x9f2", 42)),
                new Head(new RoomName("@ann"), new Position("0", 300)))));
    RosterCodec rosters = new RosterCodec();
    add("beat", rosters, new Roster.Beat("n1", 300));
    add(
        "changes",
        rosters,
        new Roster.Changes(
            "n1",
            7,
            List.of(
                HERE, new Change.Left(LOBBY, "s2", false), new Change.Left(LOBBY, "s3", true))));
    add("state", rosters, new Roster.State("n1", 7, 2, true, List.of(HERE)));
    add("ask", rosters, new Roster.Ask("n1", ""));
    add("gone", rosters, new Roster.Gone("n1"));
  }

  private static Batch batch(Event... events) {
    return new Batch(null, List.of(events));
  }

  private static <T> void add(String name, BusCodec<T> codec, T value) {
    SAMPLES.put(name, new Sample<>(codec, value));
  }

  @Test
  void eachVersionIsReadForAsLongAsWeSay() {
    for (int version = Forms.OURS.oldest(); version <= Forms.OURS.newest(); version++) {
      Map<String, byte[]> golden = GoldenForms.of(version, "bus");
      assertThat(golden).containsOnlyKeys(SAMPLES.keySet());
      golden.forEach(
          (name, bytes) ->
              assertThat(SAMPLES.get(name).codec.valueOf(bytes))
                  .as(name)
                  .isEqualTo(SAMPLES.get(name).value));
    }
  }

  @Test
  void whatIsWrittenIsWhatAReleaseWrote() {
    Map<String, byte[]> golden = GoldenForms.of(Forms.OURS.written(), "bus");
    SAMPLES.forEach(
        (name, sample) ->
            assertThat(HexFormat.of().formatHex(sample.bytes()))
                .as(name)
                .isEqualTo(HexFormat.of().formatHex(golden.get(name))));
  }

  @Test
  void valuesTravelBetweenNodesAndStayWhatTheyAreWithinOne() {
    SAMPLES.forEach((name, sample) -> sample.travels());
  }

  @Test
  void aNewerVersionIsRefused() {
    SAMPLES.forEach(
        (name, sample) -> {
          byte[] newer = sample.bytes();
          newer[0] = (byte) (Forms.OURS.newest() + 1);
          assertThatThrownBy(() -> sample.codec.valueOf(newer))
              .as(name)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("in form 2");
        });
  }

  @Test
  void brokenBytesEndInOneKindOfException() {
    List<Sample<?>> all = List.copyOf(SAMPLES.values());
    for (int seed = 0; seed < 200_000; seed++) {
      Random random = new Random(seed);
      Sample<?> sample = all.get(seed % all.size());
      Buffer wire = Buffer.buffer();
      sample.encode(wire);
      for (int hits = random.nextInt(4); hits > 0; hits--) {
        wire.setByte(random.nextInt(wire.length()), (byte) random.nextInt(256));
      }
      if (random.nextInt(4) == 0) {
        wire = wire.slice(0, random.nextInt(wire.length()));
      }
      refusedOrRead(sample.codec, wire, seed);
    }
  }

  @Test
  void anyBytesEndInOneKindOfException() {
    List<Sample<?>> all = List.copyOf(SAMPLES.values());
    for (int seed = 0; seed < 200_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = 1; // or all of them would end at the version
      }
      Buffer wire = Buffer.buffer().appendInt(bytes.length).appendBytes(bytes);
      refusedOrRead(all.get(seed % all.size()).codec, wire, seed);
    }
  }

  @Test
  void lengthsThatNothingBearsOutAreRefused() {
    for (Sample<?> sample : SAMPLES.values()) {
      for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1 << 30}) {
        Buffer wire = Buffer.buffer().appendInt(length).appendBytes(sample.bytes());
        assertThatThrownBy(() -> sample.codec.decodeFromWire(0, wire))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static void refusedOrRead(BusCodec<?> codec, Buffer wire, int seed) {
    try {
      codec.decodeFromWire(0, wire);
    } catch (IllegalArgumentException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
    } catch (RuntimeException | Error e) {
      fail(codec.name() + ", seed " + seed, e);
    }
  }

  private record Sample<T>(BusCodec<T> codec, T value) {
    byte[] bytes() {
      return codec.bytesOf(value);
    }

    void encode(Buffer wire) {
      codec.encodeToWire(wire, value);
    }

    void travels() {
      Buffer wire = Buffer.buffer("before");
      codec.encodeToWire(wire, value);
      assertThat(codec.decodeFromWire(6, wire.appendString("after"))).isEqualTo(value);
      assertThat(codec.transform(value)).isSameAs(value);
    }
  }
}
