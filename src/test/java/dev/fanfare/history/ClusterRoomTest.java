package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import dev.fanfare.history.ClusterAnswer.Kind;
import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Owner and backup, and the bytes between them. */
class ClusterRoomTest {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final Retention KEEP = new Retention(100, 60_000, 1 << 20, 10_000, 0, 0);
  private long now = 5_000;
  private final ClusterKeeper keeper = new ClusterKeeper(() -> now, 1 << 20);
  private final InternalSerializationService bytes = service();

  @Test
  void batchThatComesAgainChangesNothing() {
    ClusterRoom room = room();
    ClusterAnswer first = room.append(batch("n1", 1, "a", "b"));
    room.append(batch("n2", 1, "c"));
    assertThat(room.known(batch("n1", 1, "a", "b"))).isEqualTo(first);
    assertThat(room.known(batch("n1", 2, "d"))).isNull();
    room.append(batch("n1", 2, "d"));
    assertThat(room.known(batch("n1", 1, "a", "b"))).isEqualTo(ClusterAnswer.of(Kind.STALE));
    assertThat(texts(room)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void batchIsKnownHoweverTheClocksOfOtherNodesGo() {
    ClusterRoom room = room();
    ClusterAnswer first = room.append(batch("n1", 1, "a"));
    room.append(batch("ahead by an hour", 3_600, "b"));
    assertThat(room.known(batch("n1", 1, "a"))).isEqualTo(first);
  }

  @Test
  void whatIsTooOldIsSaidByTheClockOfThisNodeAlone() {
    ClusterRoom room = room();
    room.append(batch("n1", 1, "k:a"));
    room.append(batch("ahead by an hour", 3_600, "b"));
    now += 9_999;
    room.trim();
    assertThat(room.append(batch("behind by an hour", -3_600, "k:a")).offsets())
        .containsExactly(-1L);
    now += 1;
    assertThat(room.append(batch("n1", 2, "k:a")).offsets()).containsExactly(3L);
    now += 50_001;
    room.trim();
    assertThat(texts(room)).containsExactly("k:a");
  }

  /** Each node has a clock of its own. */
  @Test
  void aRoomThatMovesTakesAlongHowOldAllIs() {
    ClusterRoom room = room();
    room.append(batch("n1", 1, "k:a"));
    now += 6_000;
    room.append(batch("n1", 2, "b"));
    byte[] moving = bytes.toBytes(room);
    now = -70_000;
    ClusterRoom moved = bytes.toObject(new HeapData(moving));
    now += 3_999;
    assertThat(again(moved).append(batch("n1", 3, "k:a")).offsets()).containsExactly(-1L);
    now += 1;
    assertThat(again(moved).append(batch("n1", 3, "k:a")).offsets()).containsExactly(3L);
    now += 50_001;
    moved.trim();
    assertThat(texts(moved)).containsExactly("b");
    now += 5_999;
    assertThat(again(moved).isIdle(0)).isFalse();
    assertThat(again(moved).isIdle(1)).isTrue();
  }

  /** The owner said by its clock that the key's window is over. */
  @Test
  void theBackupTakesTheOwnersWordForKeys() {
    ClusterRoom owner = room();
    ClusterRoom backup = room();
    ClusterBatch first = batch("n1", 1, "k:a");
    ClusterAnswer stored = owner.append(first);
    now += 10; // on its way
    backup.follow(first, stored);
    now += 9_990;
    ClusterBatch again = batch("n2", 1, "k:a");
    backup.follow(again, owner.append(again));
    assertThat(backup.head()).isEqualTo(owner.head()).isEqualTo(new Position("e", 2));
  }

  /** Each start of a node has a lane of its own. */
  @Test
  void lanesThatOthersWroteAfterAreForgotten() {
    ClusterRoom room = room();
    room.append(batch("n1", 1, "a"));
    room.append(batch("n2", 1, "b"));
    ClusterAnswer latest = room.append(batch("n1", 2, "c"));
    for (int node = 3; node < 66; node++) {
      room.append(batch("n" + node, 1, "x"));
    }
    assertThat(again(room).known(batch("n1", 2, "c"))).isEqualTo(latest);
    assertThat(room.known(batch("n2", 1, "b"))).isNull();
    List<String> lanes = new ArrayList<>();
    room.visitLanes((lane, number, answer) -> lanes.add(lane));
    assertThat(lanes).hasSize(64).startsWith("n1");
  }

  @Test
  void repeatedKeysHaveTheOffsetOfTheFirst() {
    ClusterRoom room = room();
    room.append(batch("n1", 1, "a", "k:b"));
    assertThat(room.append(batch("n2", 1, "k:b", "c", "c")).offsets()).containsExactly(-2L, 3L, 4L);
  }

  @Test
  void backupFollowsWhateverTheOwnerDid() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      ClusterRoom owner = room();
      ClusterRoom backup = room();
      for (int n = 1; n <= 60; n++) {
        ClusterBatch batch = batch("n" + n % 3, n, random(random));
        ClusterAnswer answer = owner.append(batch);
        backup.follow(batch, answer);
        owner.copied(owner.head());
        now += 1_000;
        owner.trim();
        backup.trim();
        assertThat(bytes.toBytes(backup)).as("seed %s", seed).isEqualTo(bytes.toBytes(owner));
      }
    }
  }

  @Test
  void backupThatMissedABatchLacksItButNeverMistakesOne() {
    ClusterRoom owner = room();
    ClusterRoom backup = room();
    ClusterBatch one = batch("n1", 1, "a", "b");
    backup.follow(one, owner.append(one));
    owner.append(batch("n2", 1, "missed"));
    ClusterBatch three = batch("n1", 2, "d");
    backup.follow(three, owner.append(three));
    assertThat(backup.head()).isEqualTo(owner.head());
    assertThat(texts(backup)).containsExactly("d");
    Page page = backup.snapshot().after(new Since.After(owner.head().at(2)), 10);
    assertThat(page.gap()).isTrue();
  }

  /**
   * Until Hazelcast has sent the whole room, which it does when it sees that something is missing.
   */
  @Test
  void backupThatMissedABatchDoesNotConfirmItLater() {
    ClusterRoom owner = room();
    ClusterRoom backup = room();
    ClusterBatch missed = batch("n1", 1, "a", "b");
    ClusterAnswer late = owner.append(missed);
    ClusterBatch next = batch("n2", 1, "c");
    backup.follow(next, owner.append(next));
    assertThatThrownBy(() -> backup.follow(missed, late))
        .isInstanceOf(RetryableHazelcastException.class);
    assertThat(backup.known(missed)).isNull();
    ClusterRoom whole = again(owner);
    assertThat(whole.known(missed)).isEqualTo(late);
    ClusterBatch more = batch("n1", 2, "d");
    backup.follow(more, owner.append(more));
    assertThat(texts(backup)).containsExactly("c", "d");
  }

  /** It never got what the owner knows, and what somebody else is about to be told of. */
  @Test
  void backupDoesNotConfirmThatSomethingIsKnownWhichItHasNot() {
    ClusterRoom owner = room();
    ClusterRoom backup = room();
    owner.append(batch("n1", 1, "k:a"));
    ClusterBatch repeated = batch("n2", 1, "k:a");
    ClusterAnswer known = owner.append(repeated);
    assertThat(known.offsets()).containsExactly(-1L);
    assertThatThrownBy(() -> backup.follow(repeated, known))
        .isInstanceOf(RetryableHazelcastException.class);
    assertThatThrownBy(() -> backup.confirm(owner.head()))
        .isInstanceOf(RetryableHazelcastException.class);
    ClusterBatch next = batch("n1", 2, "b");
    backup.follow(next, owner.append(next));
    assertThatThrownBy(() -> backup.follow(repeated, known))
        .isInstanceOf(RetryableHazelcastException.class);
    assertThatThrownBy(() -> backup.confirm(owner.head().at(1)))
        .isInstanceOf(RetryableHazelcastException.class);
    backup.confirm(owner.head());
    ClusterRoom whole = again(owner);
    whole.follow(repeated, known);
    whole.confirm(owner.head());
    ClusterBatch twice = batch("n1", 3, "k:c", "k:c", "k:a");
    ClusterAnswer mixed = owner.append(twice);
    assertThat(mixed.offsets()).containsExactly(3L, -3L, -1L);
    whole.follow(twice, mixed);
    assertThat(whole.head()).isEqualTo(owner.head());
  }

  /**
   * As long as somebody wrote since the owner was asked, the room stays, however small its window.
   */
  @Test
  void theBackupForgetsARoomALittleEarlyButNoneThatWasJustWrittenTo() {
    Retention second = new Retention(100, 1_000, 1 << 20, 0, 0, 0);
    ClusterRoom backup = new ClusterRoom(new RoomLog(LOBBY, "e", second), keeper);
    ClusterBatch batch = batch("n1", 1, "a");
    backup.append(new ClusterBatch("n1", 1, null, second, batch.items()));
    assertThat(backup.isIdle(5_000)).isFalse();
    now += 501;
    assertThat(backup.isIdle(5_000)).isTrue();
    assertThat(backup.isIdle(0)).isFalse();
    now += 500;
    assertThat(backup.isIdle(0)).isTrue();
  }

  @Test
  void theOwnerKnowsOfCopiesWhatItIsTold() {
    ClusterRoom owner = room();
    owner.append(batch("n1", 1, "a", "b"));
    assertThat(owner.copied()).isZero();
    owner.copied(new Position("e", 1));
    owner.copied(new Position("other", 2));
    owner.copied(null);
    assertThat(owner.copied()).isEqualTo(1);
    owner.copied(new Position("e", 7));
    assertThat(owner.copied()).as("no more than there is").isEqualTo(2);
    owner.append(batch("n1", 2, "c"));
    assertThat(again(owner).copied()).isEqualTo(2);
    assertThat(owner.anew("f").copied()).isEqualTo(2);
  }

  @Test
  void whatTheBackupHasTheOwnerHas() {
    ClusterRoom owner = room();
    ClusterRoom backup = room();
    ClusterBatch batch = batch("n1", 1, "a", "b");
    backup.follow(batch, owner.append(batch));
    assertThat(backup.copied()).isEqualTo(2);
  }

  @Test
  void changedRetentionIsTakenUp() {
    ClusterRoom room = room();
    room.append(batch("n1", 1, "a", "b", "k:c"));
    Retention two = KEEP.with(2, null, null);
    ClusterBatch batch = new ClusterBatch("n1", 2, null, two, batch("n1", 2, "k:c", "d").items());
    assertThat(room.append(batch).offsets()).containsExactly(-3L, 4L);
    assertThat(texts(room)).containsExactly("k:c", "d");
  }

  @Test
  void everythingSurvivesTheWire() {
    ClusterRoom room = room();
    room.append(batch("n1", 1, "a", "k:grüße 👋", ""));
    assertThat(bytes.toBytes(again(room))).isEqualTo(bytes.toBytes(room));
    assertThat(again(room).known(batch("n1", 1, "x"))).isEqualTo(room.known(batch("n1", 1, "x")));
    ClusterRoom empty = new ClusterRoom(new RoomLog(new Position("e", 9), LOBBY, KEEP), keeper);
    assertThat(again(empty).head()).isEqualTo(new Position("e", 9));
    ClusterAppend append = again(new ClusterAppend(batch("n1", 1, "a", "k:b"), 2, null, keeper));
    assertThat(append.birth).isNull();
    assertThat(append.majority).isEqualTo(2);
    assertThat(append.batch).isEqualTo(batch("n1", 1, "a", "k:b"));
    ClusterBirth birth = new ClusterBirth("e", "m");
    assertThat(again(new ClusterAppend(batch("n1", 1, "a"), 2, birth, keeper)).birth)
        .isEqualTo(birth);
    for (Kind kind : Kind.values()) {
      ClusterAnswer answer = new ClusterAnswer(kind, "", List.of());
      assertThat(again(answer)).isEqualTo(answer);
    }
    Page page = room.snapshot().after(new Since.Start(), 2);
    assertThat(again(page)).isEqualTo(page);
    for (Since since :
        List.of(new Since.Start(), new Since.Now(), new Since.After(new Position("e", 3)))) {
      assertThat(again(new ClusterRead(since, null, 5, 2)).since).isEqualTo(since);
    }
    assertThat(again(new ClusterRead(null, new Position("e", 3), 5, 2)).before)
        .isEqualTo(new Position("e", 3));
    assertThat(again(new ClusterRead(null, null, 5, 2)).since).isNull();
    ClusterRead read = again(new ClusterRead(null, null, 5, 2));
    assertThat(List.of(read.limit, read.majority)).containsExactly(5, 2);
    assertThat(read.knownOnly().majority).isZero();
    assertThat(again(new ClusterCopied(new Position("e", 3))).upTo).isEqualTo(new Position("e", 3));
    assertThat(again(new ClusterConfirm(new Position("e", 3))).upTo)
        .isEqualTo(new Position("e", 3));
    assertThat(again(new ClusterTrim())).isNotNull();
    assertThat(again(new ClusterForget(9)).early).isEqualTo(9);
    assertThat(again(new ClusterEpoch("e")).proposed).isEqualTo("e");
  }

  @Test
  void aRoomCountsFromItsArrivalUntilItIsForgotten() {
    ClusterRoom room = room();
    room.append(batch("n1", 1, "a", "k:b"));
    long weight = keeper.budget().used();
    assertThat(weight).isEqualTo(room.snapshot().weight()).isPositive();
    room.gone();
    assertThat(keeper.budget().used()).isZero();
    ClusterRoom arrived = again(room);
    assertThat(keeper.budget().used()).isEqualTo(weight);
    arrived.append(new ClusterBatch("n1", 2, null, KEEP.with(1, null, null), List.of()));
    assertThat(keeper.budget().used()).as("with other limits").isLessThan(weight).isPositive();
    ClusterAnswer farAhead = ClusterAnswer.stored("e", List.of(9L));
    arrived.follow(batch("n1", 3, "c"), farAhead);
    assertThat(keeper.budget().used())
        .as("what it missed is gone with what was before")
        .isEqualTo(arrived.snapshot().weight());
  }

  private ClusterRoom room() {
    return new ClusterRoom(new RoomLog(LOBBY, "e", KEEP), keeper);
  }

  /** {@code k:} makes a text its own key. */
  private static ClusterBatch batch(String lane, long number, String... texts) {
    List<Item> items = new ArrayList<>();
    for (String text : texts) {
      String key = text.startsWith("k:") ? text : null;
      Draft draft = new Draft(LOBBY, new User("u", "Ann"), null, Body.text(text), "s", key);
      items.add(new Item(draft, 1_000 * number));
    }
    return new ClusterBatch(lane, number, null, KEEP, items);
  }

  private static String[] random(Random random) {
    String[] texts = new String[1 + random.nextInt(9)];
    Arrays.setAll(texts, i -> random.nextBoolean() ? "x" : "k:" + random.nextInt(30));
    return texts;
  }

  private static List<String> texts(ClusterRoom room) {
    return room.snapshot().after(new Since.Start(), 1_000).messages().stream()
        .map(publication -> publication.body().asText())
        .toList();
  }

  private <T> T again(T value) {
    return bytes.toObject(new HeapData(bytes.toBytes(value)));
  }

  private InternalSerializationService service() {
    SerializationConfig config = new SerializationConfig();
    ClusterTypes.addTo(config, keeper);
    return new DefaultSerializationServiceBuilder().setConfig(config).build();
  }
}
