package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Forms;
import dev.fanfare.message.GoldenForms;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The bytes of everything that Hazelcast carries for us, in each version that is still read. */
class ClusterFormsTest {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final Retention KEEP = new Retention(100, 60_000, 1 << 20, 10_000, 0, 0);

  /** Behind the partition hash and the number of the type, which are Hazelcast's. */
  private static final int VERSION_AT = 8;

  /** For one value of some hundred bytes, whatever lengths it speaks of. */
  private static final long MOST_ALLOCATED = 1 << 20;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What the samples take for the clock of their node. */
  private static final AtomicLong NOW = new AtomicLong(5_000);

  private static final ClusterKeeper KEEPER = new ClusterKeeper(NOW::get, 1 << 20);

  private static final Map<String, Object> SAMPLES = samples();

  private final InternalSerializationService hazelcast = service();

  private static Map<String, Object> samples() {
    ClusterBatch batch =
        new ClusterBatch(
            "n1", 3, new Position("e", 1), KEEP, List.of(item("grüße", null), item("b", "key-b")));
    ClusterRoom room = new ClusterRoom(new RoomLog(LOBBY, "e", KEEP), KEEPER);
    ClusterAnswer answer = room.append(batch);
    NOW.set(9_000);
    Map<String, Object> samples = new LinkedHashMap<>();
    samples.put("room", room);
    samples.put("append", new ClusterAppend(batch, 2, new ClusterBirth("e", "m"), KEEPER));
    samples.put("follow", new ClusterFollow(batch, answer, KEEPER));
    samples.put("answer", answer);
    samples.put("absent", ClusterAnswer.of(ClusterAnswer.Kind.ABSENT));
    samples.put("read-after", new ClusterRead(new Since.After(new Position("e", 3)), null, 5, 2));
    samples.put("read-start", new ClusterRead(new Since.Start(), null, 5, 2));
    samples.put("read-now", new ClusterRead(new Since.Now(), null, 5, 2));
    samples.put("read-before", new ClusterRead(null, new Position("e", 3), 5, 2));
    samples.put("read-newest", new ClusterRead(null, null, 5, 2));
    samples.put("page", room.snapshot().after(new Since.Start(), 1));
    samples.put("trim", new ClusterTrim());
    samples.put("forget", new ClusterForget(9));
    samples.put("copied", new ClusterCopied(new Position("e", 3)));
    samples.put("confirm", new ClusterConfirm(new Position("e", 3)));
    samples.put("epoch", new ClusterEpoch("e"));
    return samples;
  }

  private static Item item(String text, String key) {
    return new Item(new Draft(LOBBY, new User("u", "Ann"), "u", Body.text(text), "s", key), 3_000);
  }

  /** They know no equality: what is read is written again, and must give what is written now. */
  @Test
  void eachVersionIsReadForAsLongAsWeSay() {
    Map<String, byte[]> written = GoldenForms.of(Forms.OURS.written(), "hazelcast");
    for (int version = Forms.OURS.oldest(); version <= Forms.OURS.newest(); version++) {
      Map<String, byte[]> golden = GoldenForms.of(version, "hazelcast");
      assertThat(golden).containsOnlyKeys(SAMPLES.keySet());
      golden.forEach(
          (name, bytes) ->
              assertThat(hex(hazelcast.toBytes(read(bytes))))
                  .as(name)
                  .isEqualTo(hex(written.get(name))));
    }
  }

  @Test
  void whatIsWrittenIsWhatAReleaseWrote() {
    Map<String, byte[]> golden = GoldenForms.of(Forms.OURS.written(), "hazelcast");
    SAMPLES.forEach(
        (name, value) ->
            assertThat(hex(hazelcast.toBytes(value))).as(name).isEqualTo(hex(golden.get(name))));
  }

  @Test
  void aNewerVersionIsRefused() {
    SAMPLES.forEach(
        (name, value) -> {
          byte[] newer = hazelcast.toBytes(value);
          newer[VERSION_AT] = (byte) (Forms.OURS.newest() + 1);
          assertThatThrownBy(() -> read(newer))
              .as(name)
              .isInstanceOf(HazelcastSerializationException.class)
              .hasStackTraceContaining("in form 2 is not known");
        });
  }

  @Test
  void brokenBytesAreRefusedAndTakeNoMemory() {
    List<Object> all = List.copyOf(SAMPLES.values());
    for (int seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = hazelcast.toBytes(all.get(seed % all.size()));
      for (int hits = random.nextInt(4); hits > 0; hits--) {
        bytes[at(random, bytes)] = (byte) random.nextInt(256);
      }
      refusedOrRead(bytes, seed);
    }
  }

  /** Wherever the number of a length may stand. */
  @Test
  void lengthsThatNothingBearsOutTakeNoMemory() {
    SAMPLES.forEach(
        (name, value) -> {
          byte[] whole = hazelcast.toBytes(value);
          for (int at = VERSION_AT + 1; at + Integer.BYTES <= whole.length; at++) {
            byte[] bytes = whole.clone();
            bytes[at] = 0x7F;
            bytes[at + 1] = bytes[at + 2] = bytes[at + 3] = (byte) 0xFF;
            refusedOrRead(bytes, at);
          }
        });
  }

  @Test
  void anyBytesAreRefusedAndTakeNoMemory() {
    List<Object> all = List.copyOf(SAMPLES.values());
    for (int seed = 0; seed < 50_000; seed++) {
      Random random = new Random(seed);
      byte[] some = new byte[VERSION_AT + 1 + random.nextInt(100)];
      random.nextBytes(some);
      System.arraycopy(hazelcast.toBytes(all.get(seed % all.size())), 0, some, 0, VERSION_AT + 1);
      refusedOrRead(some, seed);
    }
  }

  private static int at(Random random, byte[] bytes) {
    return VERSION_AT + random.nextInt(bytes.length - VERSION_AT);
  }

  private void refusedOrRead(byte[] bytes, int seed) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      read(bytes);
    } catch (HazelcastSerializationException expected) {
      // what it says
    } catch (RuntimeException | Error e) {
      fail("seed " + seed + ": " + hex(bytes), e);
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as("seed %s: %s", seed, hex(bytes))
        .isLessThan(MOST_ALLOCATED);
  }

  private Object read(byte[] bytes) {
    return hazelcast.toObject(new HeapData(bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static InternalSerializationService service() {
    SerializationConfig config = new SerializationConfig();
    ClusterTypes.addTo(config, KEEPER);
    return new DefaultSerializationServiceBuilder().setConfig(config).build();
  }
}
