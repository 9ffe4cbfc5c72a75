package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.fanfare.history.History.Appended;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on two nodes, and what only a cluster can do. */
class ClusterHistoryTest extends HistoryContract {
  private static ClusterNodes nodes;
  private static Vertx vertx;
  private static volatile LongSupplier steady = () -> 0;
  private final Epochs epochs = new Epochs(new Random(7));

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    nodes = new ClusterNodes(2, () -> steady.getAsLong());
  }

  @AfterAll
  static void stop() {
    nodes.close();
    await(vertx.close());
  }

  /** Seen from the second node: the rooms of the contract lie on either. */
  @Override
  History create(Retention node, RetentionOf each) {
    steady = clocks.steady();
    nodes.get(0).getMap("fanfare.rooms").clear();
    nodes.get(0).getMap("fanfare.epochs").clear();
    return on(nodes.get(1), node, each, 1);
  }

  private ClusterHistory on(HazelcastInstance node, Retention all, RetentionOf each, int majority) {
    return new ClusterHistory(vertx, node, all, each, majority, clocks, epochs);
  }

  @Test
  void bothNodesSeeTheSame() {
    History one = open(PLENTY);
    History other = on(nodes.get(0), PLENTY, room -> PLENTY, 1);
    for (int i = 0; i < 40; i++) {
      RoomName room = RoomName.of("r" + i);
      Position zero = await(one.head(room));
      assertThat(await(other.head(room))).isEqualTo(zero);
      assertThat(say(i % 2 == 0 ? one : other, room, "a")).isEqualTo(zero.at(1));
      assertThat(say(i % 2 == 0 ? other : one, room, "b")).isEqualTo(zero.at(2));
      Page page = after(one, room, zero);
      assertThat(texts(page)).containsExactly("a", "b");
      assertThat(page).isEqualTo(after(other, room, zero));
    }
  }

  @Test
  void keyIsKnownOnTheOtherNode() {
    History one = open(PLENTY);
    History other = on(nodes.get(0), PLENTY, room -> PLENTY, 1);
    Appended first = append(one, LOBBY, "a", "k");
    assertThat(append(other, LOBBY, "a", "k")).isEqualTo(new Appended(first.position(), null));
  }

  @Test
  void lanesOfBothNodesKeepTheirOrder() {
    History one = open(PLENTY);
    History other = on(nodes.get(0), PLENTY, room -> PLENTY, 1);
    List<Future<List<Appended>>> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      History history = i % 2 == 0 ? one : other;
      answers.add(history.append(LOBBY, List.of(draft(i % 2 + ":" + i, null)), time.get()));
    }
    List<Long> offsets =
        answers.stream().map(answer -> await(answer).get(0).position().offset()).toList();
    assertThat(offsets)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(1, 401).mapToObj(Long::valueOf).toList());
    List<String> said = texts(await(one.after(LOBBY, START, ALL)));
    for (int lane = 0; lane < 2; lane++) {
      String prefix = lane + ":";
      List<String> ofLane = said.stream().filter(text -> text.startsWith(prefix)).toList();
      int from = lane;
      assertThat(ofLane)
          .isEqualTo(IntStream.range(0, 200).mapToObj(i -> prefix + (2 * i + from)).toList());
    }
  }

  /** On a machine with two processors Hazelcast would start one for each step after an answer. */
  @Test
  void storingStartsNoThreads() {
    History history = open(PLENTY);
    say(history, LOBBY, "first");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getTotalStartedThreadCount();
    for (int i = 0; i < 200; i++) {
      say(history, LOBBY, "more");
    }
    assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(100);
  }

  @Test
  void answersComeOnTheContextThatAsked() {
    History history = open(PLENTY);
    Context context = vertx.getOrCreateContext();
    io.vertx.core.Promise<Boolean> same = io.vertx.core.Promise.promise();
    context.runOnContext(
        now ->
            history
                .append(LOBBY, List.of(draft("a", null)), time.get())
                .onSuccess(done -> same.complete(Vertx.currentContext() == context))
                .onFailure(same::fail));
    assertThat(await(same.future())).isTrue();
  }

  @Test
  void tooFewNodesRefuseToWriteButNotToRead() {
    History history = open(PLENTY);
    Position a = say(history, LOBBY, "a");
    History wantsThree = on(nodes.get(0), PLENTY, room -> PLENTY, 3);
    Future<?> refused = wantsThree.append(LOBBY, List.of(draft("b", null)), time.get());
    assertThat(await(wantsThree.after(LOBBY, new Since.After(a), ALL)).head()).isEqualTo(a);
    assertThatThrownBy(() -> await(refused))
        .isInstanceOf(Refusal.class)
        .returns(1_000L, refusal -> ((Refusal) refusal).retryMillis())
        .hasMessage(
            "unavailable: Too few nodes of the cluster are here, or the room has no copy on another one"
                + " yet. Nothing was stored; try again.");
    assertThat(texts(await(wantsThree.after(LOBBY, START, ALL)))).containsExactly("a");
  }

  /** By its clock every answer took too long to count. */
  @Test
  void whatMayBeStoredIsNotCalledUnstored() {
    History history = open(PLENTY);
    say(history, LOBBY, "the room is there");
    AtomicLong leaping = new AtomicLong();
    Clocks its = new Clocks(time::get, () -> leaping.addAndGet(2_000));
    History late = new ClusterHistory(vertx, nodes.get(0), PLENTY, room -> PLENTY, 1, its, epochs);
    assertThatThrownBy(() -> append(late, LOBBY, "a", "k"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("it may be stored, or not");
    assertThat(append(history, LOBBY, "a", "k").stored()).as("it was").isNull();
    await(late.close());
  }

  /** What a room's owner has and its backup has not, as when the owner is being cut off. */
  @Test
  void whatMayHaveNoCopyIsNotShownByFewNodes() {
    History history = open(PLENTY);
    Position a = say(history, LOBBY, "a");
    HazelcastInstance node = nodes.get(0);
    node.<String, ClusterRoom>getMap("fanfare.rooms")
        .executeOnKey(LOBBY.value(), new StoredOnTheOwnerOnly("b"));
    History wantsThree = on(node, PLENTY, room -> PLENTY, 3);
    Page page = await(wantsThree.after(LOBBY, new Since.After(a), ALL));
    assertThat(page.messages()).isEmpty();
    assertThat(page.head()).isEqualTo(a);
    assertThat(await(wantsThree.head(LOBBY)).offset()).isLessThan(2);
    assertThat(await(history.head(LOBBY))).as("enough of them ask the backup").isEqualTo(a.at(2));
  }

  @Test
  void longPagesAreCut() {
    History history = open(PLENTY);
    for (int i = 0; i < 40; i++) {
      say(history, LOBBY, i + "x".repeat(60_000));
    }
    Page first = await(history.after(LOBBY, START, ALL));
    assertThat(first.messages()).hasSizeBetween(17, 18);
    assertThat(first.more()).isTrue();
    Page second = await(history.after(LOBBY, new Since.After(first.next()), ALL));
    assertThat(second.base()).isEqualTo(first.next());
    Page newest = await(history.before(LOBBY, null, ALL));
    assertThat(newest.more()).isTrue();
    assertThat(newest.messages().get(newest.messages().size() - 1).offset()).isEqualTo(40);
    assertThat(newest.base().offset()).isEqualTo(40 - newest.messages().size());
  }

  @Test
  void nothingAcknowledgedIsLostWithItsOwner() {
    Retention keep = PLENTY.with(5_000, null, null);
    try (ClusterNodes three = new ClusterNodes(3)) {
      ClusterHistory history = on(three.get(0), keep, room -> keep, 2);
      List<RoomName> rooms = IntStream.range(0, 30).mapToObj(i -> RoomName.of("r" + i)).toList();
      List<Future<List<Appended>>> answers = new ArrayList<>();
      for (int round = 0; round < 60; round++) {
        for (RoomName room : rooms) {
          answers.add(history.append(room, List.of(draft(room + "-" + round, null)), time.get()));
        }
        if (round == 30) {
          three.get(2).getLifecycleService().terminate();
        }
        if (round % 5 == 0) {
          await(answers.get(answers.size() - 1));
        }
      }
      answers.forEach(HistoryContract::await);
      for (RoomName room : rooms) {
        Page page = await(history.after(room, START, ALL));
        assertThat(texts(page))
            .isEqualTo(IntStream.range(0, 60).mapToObj(i -> room + "-" + i).toList());
      }
      await(history.close());
    }
  }

  /** Owner and copy die together: the room is gone, and begins where no position was given. */
  @Test
  void noPositionIsGivenTwiceWhenARoomIsLost() {
    try (ClusterNodes three = new ClusterNodes(3)) {
      ClusterHistory history = on(three.get(0), PLENTY, room -> PLENTY, 1);
      List<RoomName> rooms = IntStream.range(0, 30).mapToObj(i -> RoomName.of("r" + i)).toList();
      Map<RoomName, Position> before = new HashMap<>();
      for (RoomName room : rooms) {
        say(history, room, "a");
        before.put(room, say(history, room, "b"));
      }
      List.of(1, 2).parallelStream()
          .forEach(node -> three.get(node).getLifecycleService().terminate());
      int lost = 0;
      for (RoomName room : rooms) {
        Position last = before.get(room);
        Position now = say(history, room, "c");
        if (now.epoch().equals(last.epoch())) {
          assertThat(now).isEqualTo(last.at(3));
        } else {
          lost++;
          assertThat(now.offset()).isEqualTo(1);
          assertThat(after(history, room, last).gap()).isTrue();
        }
      }
      assertThat(lost).as("rooms that were on the two nodes").isBetween(1, 29);
      await(history.close());
    }
  }

  /** The other is there, but keeps nothing: Hazelcast alone would store with one copy. */
  @Test
  void aRoomWithoutABackupTakesNothing() {
    List<Config> configs = ClusterNodes.configs(2);
    HazelcastInstance one = Hazelcast.newHazelcastInstance(configs.get(0));
    HazelcastInstance other = Hazelcast.newHazelcastInstance(configs.get(1).setLiteMember(true));
    try {
      ClusterHistory history = on(one, PLENTY, room -> PLENTY, 2);
      assertRefused(Code.UNAVAILABLE, history.append(LOBBY, List.of(draft("a", null)), time.get()));
      say(on(one, PLENTY, room -> PLENTY, 1), LOBBY, "whoever is alone may");
    } finally {
      other.getLifecycleService().terminate();
      one.getLifecycleService().terminate();
    }
  }

  /** By a clock that goes back afterwards, what was not trimmed would be young again. */
  @Test
  void whatIsTooOldGoesFromTheCopyToo() {
    AtomicLong now = new AtomicLong(5_000);
    try (ClusterNodes two = new ClusterNodes(2, now::get)) {
      Clocks its = new Clocks(time::get, now::get);
      ClusterHistory history =
          new ClusterHistory(vertx, two.get(1), PLENTY, room -> PLENTY, 1, its, epochs);
      for (int i = 0; i < 20; i++) {
        say(history, RoomName.of("r" + i), "a");
      }
      now.addAndGet(PLENTY.ageMillis() + 1);
      IMap<String, ClusterRoom> rooms = two.get(1).getMap("fanfare.rooms");
      rooms.executeOnEntries(new ClusterTrim());
      rooms.keySet().forEach(room -> rooms.executeOnKey(room, entry -> null)); // behind that
      now.set(5_000);
      two.get(0).getLifecycleService().terminate();
      for (int i = 0; i < 20; i++) {
        Page page = await(history.after(RoomName.of("r" + i), START, ALL));
        assertThat(page.head().offset()).isOne();
        assertThat(page.messages()).isEmpty();
      }
      await(history.close());
    }
  }

  @Test
  void eachNodeKeepsNoMoreThanItsBytes() {
    long most = 100_000;
    try (ClusterNodes three = new ClusterNodes(3, () -> 5_000, most)) {
      ClusterHistory history =
          new ClusterHistory(vertx, three.get(2), PLENTY, room -> PLENTY, 1, clocks, epochs);
      List<Position> heads = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        heads.add(sayMany(history, RoomName.of("r" + i), 50).get(49));
      }
      assertThat(three.all()).allSatisfy(node -> assertThat(kept(node)).isBetween(most / 2, most));
      assertThat(after(history, RoomName.of("r0"), heads.get(0).at(0)).gap()).isTrue();
      assertThat(after(history, RoomName.of("r0"), heads.get(0)).gap()).isFalse();
      assertThat(texts(after(history, RoomName.of("r39"), heads.get(39).at(49)))).hasSize(1);
      three.get(0).getLifecycleService().terminate();
      for (int i = 0; i < 40; i++) {
        Position next = say(history, RoomName.of("r" + i), "on");
        assertThat(next).isEqualTo(heads.get(i).at(51));
      }
      assertThat(kept(three.get(1))).isLessThanOrEqualTo(most);
      assertThat(kept(three.get(2))).isLessThanOrEqualTo(most);
      await(history.close());
    }
  }

  /** Hazelcast does not tell a room that it moved. */
  @Test
  void whatMovedToAnotherNodeCountsThereOnly() {
    try (ClusterNodes three = new ClusterNodes(3)) {
      ClusterHistory history =
          new ClusterHistory(vertx, three.get(0), PLENTY, room -> PLENTY, 1, clocks, epochs);
      for (int i = 0; i < 40; i++) {
        say(history, RoomName.of("r" + i), "a");
      }
      for (HazelcastInstance node : three.all()) {
        long before = kept(node);
        ClusterKeeper keeper = ClusterKeeper.of(node);
        for (int i = 0; i < 40; i++) {
          RoomName room = RoomName.of("r" + i);
          if (!ClusterBackups.isKept(node, room.value())) {
            RoomLog moved = new RoomLog(room, "e", PLENTY);
            moved.append(draft("a", null), time.get(), 5_000);
            keeper.budget().add(moved);
          }
        }
        assertThat(kept(node)).isGreaterThan(before);
        keeper.letGoOfWhatMoved(node);
        assertThat(kept(node)).isEqualTo(before);
      }
      await(history.close());
    }
  }

  /** Each count asks all nodes, on a thread that others wait for. */
  @Test
  void newRoomsThatComeTogetherAreCountedOnce() {
    IMap<String, ClusterRoom> rooms = nodes.get(0).getMap("of this test");
    AtomicLong counts = new AtomicLong();
    ClusterSweep sweep =
        new ClusterSweep(
            vertx,
            nodes.get(0),
            counting(rooms, counts),
            new ClusterBirths(
                nodes.get(0), epochs, new ClusterCalls(vertx, () -> 0, () -> Set.of())),
            ClusterKeeper.of(nodes.get(0)),
            40,
            1,
            () -> 0);
    List<CompletableFuture<Void>> places = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      places.add(sweep.placeForOneMore().toCompletableFuture());
    }
    long refused =
        places.stream().filter(place -> place.handle((yes, no) -> no != null).join()).count();
    assertThat(refused).isEqualTo(10);
    assertThat(counts).hasValueLessThanOrEqualTo(2);
    sweep.close();
  }

  @SuppressWarnings("unchecked") // it is what it stands for
  private static IMap<String, ClusterRoom> counting(
      IMap<String, ClusterRoom> rooms, AtomicLong counts) {
    return (IMap<String, ClusterRoom>)
        Proxy.newProxyInstance(
            IMap.class.getClassLoader(),
            new Class<?>[] {IMap.class},
            (proxy, method, arguments) -> {
              counts.addAndGet(method.getName().equals("size") ? 1 : 0);
              return method.invoke(rooms, arguments);
            });
  }

  private static long kept(HazelcastInstance node) {
    return ClusterKeeper.of(node).budget().used();
  }

  /** It has it from the many; the room has no gap for that. */
  @Test
  void whoComesToFewNodesFromTheManyIsNotToldOfAGap() {
    History history = open(PLENTY);
    Position a = say(history, LOBBY, "a");
    History wantsThree = on(nodes.get(0), PLENTY, room -> PLENTY, 3);
    Position newer = a.at(7);
    assertRefused(Code.UNAVAILABLE, wantsThree.after(LOBBY, new Since.After(newer), ALL));
    assertRefused(Code.UNAVAILABLE, wantsThree.before(LOBBY, newer, ALL));
    assertThat(after(history, LOBBY, newer).gap()).as("with enough nodes").isTrue();
    assertThat(after(wantsThree, LOBBY, new Position("other", 7)).gap()).isTrue();
  }

  @Test
  void tooFewNodesCallARoomNeitherLostNorEmpty() {
    open(PLENTY);
    History wantsThree = on(nodes.get(0), PLENTY, room -> PLENTY, 3);
    Position elsewhere = new Position("elsewhere", 7);
    assertRefused(Code.UNAVAILABLE, wantsThree.after(LOBBY, new Since.After(elsewhere), ALL));
    assertRefused(Code.UNAVAILABLE, wantsThree.after(LOBBY, START, ALL));
    assertRefused(Code.UNAVAILABLE, wantsThree.before(LOBBY, null, ALL));
    assertRefused(Code.UNAVAILABLE, wantsThree.before(LOBBY, elsewhere, ALL));
  }

  /** Who only wants what comes next is told of a gap later, if there was something after all. */
  @Test
  void tooFewNodesLetListenersIn() {
    open(PLENTY);
    History wantsThree = on(nodes.get(0), PLENTY, room -> PLENTY, 3);
    Position head = await(wantsThree.head(LOBBY));
    assertThat(head.offset()).isZero();
    assertThat(after(wantsThree, LOBBY, head).gap()).isFalse();
  }

  /** Two of three are gone: what only they had is not here, what the third has can be read. */
  @Test
  void aNodeAloneReadsWhatItHasAndDoesNotCallTheRestEmpty() {
    try (ClusterNodes three = new ClusterNodes(3)) {
      ClusterHistory history = on(three.get(0), PLENTY, room -> PLENTY, 2);
      List<RoomName> rooms = IntStream.range(0, 30).mapToObj(i -> RoomName.of("r" + i)).toList();
      rooms.forEach(room -> say(history, room, "a"));
      List.of(1, 2).parallelStream()
          .forEach(node -> three.get(node).getLifecycleService().terminate());
      Set<String> read = new HashSet<>();
      for (RoomName room : rooms) {
        Future<Page> page = history.before(room, null, ALL);
        read.add(
            await(
                page.map(p -> texts(p).toString()).otherwise(f -> Refusal.from(f).code().name())));
      }
      assertThat(read).containsExactlyInAnyOrder("[a]", "UNAVAILABLE");
      await(history.close());
    }
  }

  @Test
  void closedHistoryFinishesAndRefuses() {
    ClusterHistory history = (ClusterHistory) create(PLENTY, room -> PLENTY);
    Future<List<Appended>> last = history.append(LOBBY, List.of(draft("a", null)), time.get());
    await(history.close());
    assertThat(last.succeeded() || await(last) != null).isTrue();
    List<Draft> late = List.of(draft("b", null));
    assertRefused(Code.UNAVAILABLE, history.append(LOBBY, late, time.get()));
  }
}
