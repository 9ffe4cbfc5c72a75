package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.History.Appended;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every history does. */
abstract class HistoryContract {
  static final RoomName LOBBY = RoomName.of("lobby");
  static final RoomName OTHER = RoomName.of("other");
  static final User ANN = new User("u-ann", "Ann");
  static final Retention PLENTY =
      new Retention(1_000, 60_000_000, 4 << 20, 300_000, 64 << 20, 100_000);
  static final Since START = new Since.Start();
  static final int ALL = 10_000;
  static final long HOUR = 3_600_000;

  private final AtomicLong steady = new AtomicLong(9_000_000);
  private final AtomicLong ahead = new AtomicLong(1_700_000_000_000L - 9_000_000);
  final Supplier<Long> time = () -> steady.get() + ahead.get();
  final Clocks clocks = new Clocks(time::get, steady::get);
  private final List<History> opened = new ArrayList<>();

  /** An empty history. */
  abstract History create(Retention node, RetentionOf each) throws Exception;

  final History open(Retention retention) {
    return open(retention, room -> retention);
  }

  final History open(Retention node, RetentionOf each) {
    try {
      History history = create(node, each);
      opened.add(history);
      return history;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    opened.forEach(history -> await(history.close()));
    opened.clear();
  }

  @Test
  void offsetsCountFromOneWithoutHoles() {
    History history = open(PLENTY);
    String epoch = await(history.head(LOBBY)).epoch();
    for (int i = 1; i <= 20; i++) {
      assertThat(say(history, LOBBY, "m" + i)).isEqualTo(new Position(epoch, i));
    }
    assertThat(await(history.head(LOBBY))).isEqualTo(new Position(epoch, 20));
  }

  @Test
  void emptyRoomHasPositionZeroThatStaysValid() {
    History history = open(PLENTY);
    Position zero = await(history.head(LOBBY));
    assertThat(zero.offset()).isZero();
    Page empty = after(history, LOBBY, zero);
    assertThat(empty).isEqualTo(new Page(zero, List.of(), zero, false, false));
    say(history, OTHER, "x");
    say(history, LOBBY, "first");
    Page page = after(history, LOBBY, zero);
    assertThat(texts(page)).containsExactly("first");
    assertThat(page.gap()).isFalse();
    assertThat(page.base()).isEqualTo(zero);
  }

  @Test
  void whoDoesNotWantItsOwnBackIsKnownHoweverOldItIs() {
    History history = open(PLENTY);
    for (int i = 0; i < 300; i++) {
      String session = i % 2 == 0 ? "" : "s" + i;
      Draft draft = new Draft(LOBBY, ANN, null, Body.text("m"), session, null);
      await(history.append(LOBBY, List.of(draft), time.get()));
    }
    List<Publication> read = await(history.after(LOBBY, START, ALL)).messages();
    assertThat(read).hasSize(300);
    assertThat(read)
        .allSatisfy(
            p ->
                assertThat(p.session())
                    .isEqualTo(p.offset() % 2 == 1 ? "" : "s" + (p.offset() - 1)));
  }

  @Test
  void whatWasSaidComesBackWhole() {
    History history = open(PLENTY);
    List<Body> bodies =
        List.of(
            Body.text(""),
            Body.text("grüße 👋 \u0000 \r\n"),
            Body.of(
                Body.Kind.JSON,
                "{\"a\":[1,null]}".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            Body.of(Body.Kind.BINARY, new byte[] {0, -1, (byte) 0xc3, 0x28}),
            Body.of(Body.Kind.BINARY, new byte[0]));
    for (Body body : bodies) {
      Draft draft = new Draft(LOBBY, ANN, "u-bob", body, "s1", null);
      Appended appended = await(history.append(LOBBY, List.of(draft), time.get())).get(0);
      Publication stored = appended.stored();
      assertThat(stored).isNotNull();
      assertThat(stored.body()).isEqualTo(body);
    }
    List<Publication> read = await(history.after(LOBBY, START, ALL)).messages();
    assertThat(read).extracting(Publication::body).containsExactlyElementsOf(bodies);
    assertThat(read).allSatisfy(p -> assertThat(p.room()).isEqualTo(LOBBY));
    assertThat(read).allSatisfy(p -> assertThat(p.from()).isEqualTo(ANN));
    assertThat(read).allSatisfy(p -> assertThat(p.to()).isEqualTo("u-bob"));
    assertThat(read).allSatisfy(p -> assertThat(p.time()).isEqualTo(time.get()));
  }

  @Test
  void pagesForwardsFromAPosition() {
    History history = open(PLENTY);
    List<Position> at = sayMany(history, LOBBY, 10);
    Page page = await(history.after(LOBBY, new Since.After(at.get(2)), 3));
    assertThat(texts(page)).containsExactly("m4", "m5", "m6");
    assertThat(page.base()).isEqualTo(at.get(2));
    assertThat(page.head()).isEqualTo(at.get(9));
    assertThat(page.more()).isTrue();
    assertThat(page.gap()).isFalse();
    assertThat(page.next()).isEqualTo(at.get(5));
    Page last = await(history.after(LOBBY, new Since.After(at.get(6)), 3));
    assertThat(texts(last)).containsExactly("m8", "m9", "m10");
    assertThat(last.more()).isFalse();
    Page none = after(history, LOBBY, at.get(9));
    assertThat(none).isEqualTo(new Page(at.get(9), List.of(), at.get(9), false, false));
  }

  @Test
  void startIsTheOldestAndNowIsNothing() {
    History history = open(PLENTY);
    List<Position> at = sayMany(history, LOBBY, 5);
    Page start = await(history.after(LOBBY, START, 2));
    assertThat(texts(start)).containsExactly("m1", "m2");
    assertThat(start.base().offset()).isZero();
    assertThat(start.gap()).isFalse();
    Page now = await(history.after(LOBBY, new Since.Now(), 2));
    assertThat(now).isEqualTo(new Page(at.get(4), List.of(), at.get(4), false, false));
  }

  @Test
  void pagesBackwards() {
    History history = open(PLENTY);
    List<Position> at = sayMany(history, LOBBY, 7);
    Page newest = await(history.before(LOBBY, null, 3));
    assertThat(texts(newest)).containsExactly("m5", "m6", "m7");
    assertThat(newest.base()).isEqualTo(at.get(3));
    assertThat(newest.more()).isTrue();
    Page middle = await(history.before(LOBBY, at.get(4), 3));
    assertThat(texts(middle)).containsExactly("m2", "m3", "m4");
    assertThat(middle.more()).isTrue();
    Page oldest = await(history.before(LOBBY, at.get(1), 3));
    assertThat(texts(oldest)).containsExactly("m1");
    assertThat(oldest.more()).isFalse();
    Page beyond = await(history.before(LOBBY, at.get(0), 3));
    assertThat(beyond.messages()).isEmpty();
    assertThat(beyond.more()).isFalse();
    assertThat(beyond.gap()).isFalse();
  }

  @Test
  void pagesBackwardsFromAnUnknownPositionAreEmptyGaps() {
    History history = open(PLENTY);
    Position head = say(history, LOBBY, "m");
    for (Position wrong : List.of(new Position("nope", 1), head.at(2))) {
      Page page = await(history.before(LOBBY, wrong, 3));
      assertThat(page).isEqualTo(new Page(head, List.of(), head, false, true));
    }
  }

  @Test
  void unknownEpochAndFutureAndTrimmedAreGapsFromTheOldestKept() {
    History history = open(keep(3));
    List<Position> at = sayMany(history, LOBBY, 10);
    for (Position wrong : List.of(new Position("nope", 9), at.get(9).at(11), at.get(5))) {
      Page page = after(history, LOBBY, wrong);
      assertThat(page.gap()).isTrue();
      assertThat(texts(page)).containsExactly("m8", "m9", "m10");
      assertThat(page.base()).isEqualTo(at.get(6));
    }
    Page whole = after(history, LOBBY, at.get(6));
    assertThat(whole.gap()).isFalse();
    assertThat(texts(whole)).containsExactly("m8", "m9", "m10");
    Page back = await(history.before(LOBBY, at.get(8), 5));
    assertThat(texts(back)).containsExactly("m8");
    assertThat(back.more()).isFalse();
    assertThat(await(history.before(LOBBY, at.get(2), 5)).messages()).isEmpty();
  }

  @Test
  void trimsByAge() {
    History history = open(new Retention(100, 1_000, 4 << 20, 0, 64 << 20, 100));
    Position zero = await(history.head(LOBBY));
    say(history, LOBBY, "old");
    pass(600);
    Position young = say(history, LOBBY, "young");
    pass(600);
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("young");
    assertThat(after(history, LOBBY, zero).gap()).isTrue();
    assertThat(texts(await(history.before(LOBBY, null, ALL)))).containsExactly("young");
    pass(600);
    Page none = await(history.after(LOBBY, START, ALL));
    assertThat(none).isEqualTo(new Page(young, List.of(), young, false, false));
    assertThat(after(history, LOBBY, young).gap()).isFalse();
    assertThat(say(history, LOBBY, "new")).isEqualTo(young.at(3));
  }

  @Test
  void trimsByBytesButKeepsTheNewest() {
    Publication one =
        new Publication(LOBBY, new Position("e", 1), 1, ANN, null, Body.text("m1"), "s");
    History history = open(new Retention(100, 1_000, one.weight() * 3L, 0, 64 << 20, 100));
    for (int i = 1; i <= 9; i++) {
      say(history, LOBBY, "m" + i);
    }
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("m7", "m8", "m9");
    say(history, LOBBY, "x".repeat(5_000));
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).hasSize(1);
  }

  @Test
  void roomsKeepWhatTheirRuleSays() {
    History history = open(PLENTY, room -> room.equals(LOBBY) ? keep(2) : keep(4));
    sayMany(history, LOBBY, 6);
    sayMany(history, OTHER, 6);
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("m5", "m6");
    assertThat(await(history.after(OTHER, START, ALL)).messages()).hasSize(4);
  }

  @Test
  void repeatedKeyIsStoredOnce() {
    History history = open(PLENTY);
    Appended first = append(history, LOBBY, "a", "k1");
    say(history, LOBBY, "b");
    Appended again = append(history, LOBBY, "a", "k1");
    assertThat(again.position()).isEqualTo(first.position());
    assertThat(again.stored()).isNull();
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("a", "b");
    assertThat(append(history, OTHER, "a", "k1").stored()).isNotNull();
    assertThat(append(history, LOBBY, "c", "k2").position()).isEqualTo(first.position().at(3));
  }

  @Test
  void repeatedKeyWithinOneBatchIsStoredOnce() {
    History history = open(PLENTY);
    List<Appended> answers =
        await(
            history.append(
                LOBBY, List.of(draft("a", "k"), draft("b", null), draft("a", "k")), time.get()));
    assertThat(answers).extracting(a -> a.position().offset()).containsExactly(1L, 2L, 1L);
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("a", "b");
  }

  @Test
  void keyIsForgottenAfterItsWindowAndNotBefore() {
    History history = open(PLENTY);
    Appended first = append(history, LOBBY, "a", "k");
    pass(PLENTY.dedupMillis() - 1);
    assertThat(append(history, LOBBY, "a", "k").position()).isEqualTo(first.position());
    pass(1);
    assertThat(append(history, LOBBY, "a", "k").position()).isEqualTo(first.position().at(2));
  }

  @Test
  void keyOutlivesItsPublication() {
    History history = open(keep(2));
    Appended first = append(history, LOBBY, "a", "k");
    sayMany(history, LOBBY, 5);
    assertThat(append(history, LOBBY, "a", "k")).isEqualTo(new Appended(first.position(), null));
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("m4", "m5");
  }

  @Test
  void tooManyRoomsAreRefusedUntilOneIsIdle() {
    History history = open(new Retention(100, 10_000, 4 << 20, 1_000, 64 << 20, 2));
    Position first = say(history, LOBBY, "a");
    say(history, OTHER, "b");
    RoomName third = RoomName.of("third");
    assertRefused(Code.TOO_MANY, history.append(third, List.of(draft("c", null)), time.get()));
    assertThat(await(history.head(third)).offset()).isZero();
    say(history, OTHER, "still open");
    pass(10_001);
    say(history, OTHER, "d");
    assertThat(say(history, third, "c").offset()).isEqualTo(1);
    assertRefused(Code.TOO_MANY, history.append(LOBBY, List.of(draft("c", null)), time.get()));
    assertThat(after(history, LOBBY, first).gap()).as("its room was forgotten").isTrue();
  }

  @Test
  void forgottenRoomComesBackInAnotherEpoch() {
    History history = open(new Retention(100, 10_000, 4 << 20, 1_000, 64 << 20, 1));
    Position first = say(history, LOBBY, "a");
    pass(10_001);
    Position second = say(history, OTHER, "b");
    pass(10_001);
    Position third = say(history, LOBBY, "c");
    assertThat(Set.of(first.epoch(), second.epoch(), third.epoch())).hasSize(3);
    assertThat(texts(after(history, LOBBY, first))).containsExactly("c");
    assertThat(after(history, LOBBY, first).gap()).isTrue();
  }

  @Test
  void whenTheClockWentBackIdleRoomsStillMakePlace() {
    History history = open(new Retention(10, 1_000, 1 << 20, 0, 64 << 20, 2));
    say(history, RoomName.of("a"), "x");
    say(history, RoomName.of("b"), "x");
    pass(2_000);
    say(history, RoomName.of("c"), "x"); // in the place of those
    jump(-HOUR);
    say(history, RoomName.of("d"), "x");
    pass(2_000);
    say(history, RoomName.of("e"), "x"); // in the place of d, long before the clock is there again
  }

  @Test
  void whenTheClockJumpsAheadKeysAreKnownAndMessagesKept() {
    History history = open(aMinuteAndTen());
    Appended first = append(history, LOBBY, "a", "k");
    Position last = say(history, LOBBY, "b");
    jump(HOUR);
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("a", "b");
    assertThat(append(history, LOBBY, "a", "k")).isEqualTo(new Appended(first.position(), null));
    say(history, LOBBY, "c");
    pass(9_999);
    assertThat(append(history, LOBBY, "a", "k").stored()).isNull();
    assertThat(texts(await(history.before(LOBBY, null, ALL)))).containsExactly("a", "b", "c");
    assertThat(after(history, LOBBY, last).gap()).isFalse();
  }

  @Test
  void afterAJumpAheadAllGoesWhenItsTimeHasCome() {
    History history = open(aMinuteAndTen());
    say(history, LOBBY, "before");
    append(history, LOBBY, "before", "k");
    jump(HOUR);
    append(history, LOBBY, "after", "l");
    pass(10_000);
    assertThat(append(history, LOBBY, "a", "k").stored()).isNotNull();
    assertThat(append(history, LOBBY, "b", "l").stored()).isNotNull();
    pass(50_001);
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("a", "b");
    pass(10_000);
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).isEmpty();
  }

  @Test
  void aJumpAheadMakesNoRoomIdle() {
    History history = open(new Retention(10, 60_000, 1 << 20, 0, 64 << 20, 1));
    Position here = say(history, LOBBY, "a");
    jump(HOUR);
    assertRefused(Code.TOO_MANY, history.append(OTHER, List.of(draft("b", null)), time.get()));
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("a");
    assertThat(await(history.head(LOBBY))).isEqualTo(here);
    pass(61_000);
    say(history, OTHER, "b");
  }

  @Test
  void whenTheClockWentBackKeysAreKnownAndMessagesKept() {
    History history = open(aMinuteAndTen());
    append(history, LOBBY, "a", "k");
    jump(-HOUR);
    say(history, LOBBY, "b");
    pass(9_999);
    assertThat(append(history, LOBBY, "a", "k").stored()).isNull();
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("a", "b");
  }

  private static Retention aMinuteAndTen() {
    return new Retention(1_000, 60_000, 4 << 20, 10_000, 64 << 20, 100);
  }

  @Test
  void readingMakesNoRooms() {
    History history = open(new Retention(100, 10_000, 4 << 20, 1_000, 64 << 20, 1));
    for (int i = 0; i < 10; i++) {
      await(history.head(RoomName.of("r" + i)));
      await(history.after(RoomName.of("r" + i), START, 5));
      await(history.before(RoomName.of("r" + i), null, 5));
    }
    assertThat(say(history, LOBBY, "a").offset()).isEqualTo(1);
  }

  @Test
  void whatIsAcknowledgedIsSeenAtOnce() {
    History history = open(PLENTY);
    Position before = await(history.head(LOBBY));
    for (int i = 1; i <= 200; i++) {
      int n = i;
      Position base = before;
      before =
          await(
              history
                  .append(LOBBY, List.of(draft("m" + n, null)), time.get())
                  .compose(
                      answers ->
                          history
                              .after(LOBBY, new Since.After(base), 10)
                              .map(
                                  page -> {
                                    assertThat(texts(page)).containsExactly("m" + n);
                                    return answers.get(0).position();
                                  })));
    }
  }

  @Test
  void readersFollowAtRandomWhatIsWrittenAtRandom() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      History history = open(keep(50));
      List<String> said = new ArrayList<>();
      for (int round = 0; round < 60; round++) {
        List<Draft> batch = new ArrayList<>();
        for (int i = random.nextInt(9); i >= 0; i--) {
          said.add(seed + "." + said.size());
          batch.add(draft(said.get(said.size() - 1), null));
        }
        await(history.append(LOBBY, batch, tick(random.nextInt(5))));
        int oldest = Math.max(0, said.size() - 50);
        int from = random.nextInt(said.size() + 1);
        int limit = 1 + random.nextInt(20);
        Position head = await(history.head(LOBBY));
        Page page = await(history.after(LOBBY, new Since.After(head.at(from)), limit));
        int start = Math.max(from, oldest);
        assertThat(page.gap()).isEqualTo(from < oldest);
        assertThat(page.base()).isEqualTo(head.at(start));
        int end = Math.min(said.size(), start + limit);
        assertThat(texts(page)).as("seed %s", seed).isEqualTo(said.subList(start, end));
        assertThat(page.more()).isEqualTo(end < said.size());
        Page back = await(history.before(LOBBY, head.at(from), limit));
        int until = Math.max(oldest, from - 1);
        int since = Math.max(oldest, from - 1 - limit);
        assertThat(texts(back)).as("seed %s", seed).isEqualTo(said.subList(since, until));
        assertThat(back.more()).isEqualTo(since > oldest && until > since);
      }
    }
  }

  @Test
  void manyPublishersAtOnceGetOneOrderWithoutHoles() throws Exception {
    History history = open(PLENTY);
    int threads = 6;
    int each = 100;
    List<Position> all = Collections.synchronizedList(new ArrayList<>());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<java.util.concurrent.Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        running.add(
            pool.submit(
                () -> {
                  Position last = null;
                  for (int i = 0; i < each; i++) {
                    Position next = append(history, LOBBY, "m", thread + "." + i).position();
                    assertThat(last == null || next.offset() > last.offset()).isTrue();
                    last = next;
                    all.add(next);
                  }
                }));
      }
      for (java.util.concurrent.Future<?> thread : running) {
        thread.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(all).doesNotHaveDuplicates().hasSize(threads * each);
    List<Publication> read = await(history.after(LOBBY, START, ALL)).messages();
    assertThat(read).hasSize(threads * each);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).offset()).isEqualTo(i + 1);
    }
  }

  /** So many milliseconds go by. */
  final void pass(long millis) {
    steady.addAndGet(millis);
  }

  /** Somebody sets the clock on the wall. */
  final void jump(long millis) {
    ahead.addAndGet(millis);
  }

  private long tick(long millis) {
    pass(millis);
    return time.get();
  }

  static Retention keep(int messages) {
    return PLENTY.with(messages, null, null);
  }

  static Draft draft(String text, String key) {
    return new Draft(LOBBY, ANN, null, Body.text(text), "s1", key);
  }

  final Position say(History history, RoomName room, String text) {
    return append(history, room, text, null).position();
  }

  final Appended append(History history, RoomName room, String text, String key) {
    return await(history.append(room, List.of(draft(text, key)), time.get())).get(0);
  }

  final List<Position> sayMany(History history, RoomName room, int count) {
    List<Position> positions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      positions.add(say(history, room, "m" + i));
    }
    assertThat(new HashSet<>(positions)).hasSize(count);
    return positions;
  }

  static Page after(History history, RoomName room, Position position) {
    return await(history.after(room, new Since.After(position), ALL));
  }

  static List<String> texts(Page page) {
    return page.messages().stream().map(p -> p.body().asText()).toList();
  }

  static void assertRefused(Code code, Future<?> future) {
    Throwable failure = org.assertj.core.api.Assertions.catchThrowable(() -> await(future));
    assertThat(failure).isInstanceOf(Refusal.class);
    assertThat(((Refusal) failure).code()).isEqualTo(code);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
