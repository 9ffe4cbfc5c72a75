package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.history.History.Appended;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Since;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryContract {
  private static final Retention TEN_MINUTES =
      new Retention(1_000, 600_000, 4 << 20, 600_000, 0, 0);
  private static final int MORE_THAN_A_TAIL = 220;
  private static final int MORE_THAN_ONE_SWEEP = 5_100;
  private static final long YEAR = 365 * 24 * HOUR;

  @TempDir Path folder;
  private SqliteFixture sqlite;
  private int files;

  @BeforeEach
  void start() {
    sqlite = new SqliteFixture(folder.resolve("deep/er/fanfare.db"), clocks);
  }

  @Override
  History create(Retention node, RetentionOf each) {
    Path path = folder.resolve(++files + ".db");
    SqliteFixture fixture = new SqliteFixture(path, clocks);
    return await(SqliteHistory.open(sqlite.vertx(), fixture.settings(node, each, false, "boot-1")));
  }

  @AfterEach
  void stop() {
    close();
    sqlite.close();
  }

  @Test
  void everythingIsThereAfterARestart() {
    SqliteHistory history = sqlite.open(PLENTY);
    List<Position> at = sayMany(history, LOBBY, 300);
    Position zero = await(history.head(OTHER));
    await(history.close());

    history = sqlite.open(PLENTY);
    assertThat(await(history.head(LOBBY))).isEqualTo(at.get(299));
    assertThat(await(history.head(OTHER))).isEqualTo(zero);
    Page tail = after(history, LOBBY, at.get(290));
    assertThat(tail.gap()).isFalse();
    assertThat(texts(tail)).hasSize(9).startsWith("m292").endsWith("m300");
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).hasSize(300);
    assertThat(texts(await(history.before(LOBBY, at.get(50), 3))))
        .containsExactly("m48", "m49", "m50");
    assertThat(say(history, LOBBY, "on")).isEqualTo(at.get(0).at(301));
    await(history.close());
  }

  @Test
  void keysAreKnownAfterARestart() {
    SqliteHistory history = sqlite.open(keep(1));
    Appended first = append(history, LOBBY, "a", "k");
    say(history, LOBBY, "b");
    await(history.close());
    history = sqlite.open(keep(1));
    assertThat(append(history, LOBBY, "a", "k")).isEqualTo(new Appended(first.position(), null));
    pass(PLENTY.dedupMillis());
    assertThat(append(history, LOBBY, "a", "k").position()).isEqualTo(first.position().at(3));
    await(history.close());
  }

  @Test
  void whatWasAcknowledgedIsInTheFileAfterAKill(@TempDir Path copy) throws Exception {
    SqliteHistory history = sqlite.open(PLENTY);
    List<Position> at = sayMany(history, LOBBY, 50);
    try (SqliteFixture killed = sqlite.copyAsAfterAKill(copy)) {
      SqliteHistory again = killed.open(PLENTY);
      assertThat(await(again.head(LOBBY))).isEqualTo(at.get(49));
      assertThat(await(again.after(LOBBY, START, ALL)).messages()).hasSize(50);
      assertThat(say(again, LOBBY, "on")).isEqualTo(at.get(0).at(51));
      await(again.close());
    }
    await(history.close());
  }

  @Test
  void crashOfTheMachineBeginsAnotherEpochAndKeepsTheMessages(@TempDir Path copy) throws Exception {
    SqliteHistory history = sqlite.open(PLENTY);
    Position head = sayMany(history, LOBBY, 5).get(4);
    try (SqliteFixture crashed = sqlite.copyAsAfterAKill(copy)) {
      SqliteHistory again = crashed.open(crashed.settings(PLENTY, room -> PLENTY, false, "boot-2"));
      Page page = after(again, LOBBY, head);
      assertThat(page.gap()).isTrue();
      assertThat(texts(page)).containsExactly("m1", "m2", "m3", "m4", "m5");
      assertThat(say(again, LOBBY, "on").epoch()).isNotEqualTo(head.epoch());
      assertThat(say(again, OTHER, "new").epoch()).isNotEqualTo(head.epoch());
      await(again.close());
    }
    await(history.close());
  }

  @Test
  void anotherBootAfterACleanStopOrWithFullSyncGoesOn(@TempDir Path copy) throws Exception {
    SqliteHistory history = sqlite.open(PLENTY);
    Position head = say(history, LOBBY, "m");
    await(history.close());
    history = sqlite.open(sqlite.settings(PLENTY, room -> PLENTY, true, "boot-2"));
    assertThat(after(history, LOBBY, head).gap()).isFalse();
    try (SqliteFixture crashed = sqlite.copyAsAfterAKill(copy)) {
      SqliteHistory again = crashed.open(crashed.settings(PLENTY, room -> PLENTY, true, "boot-3"));
      assertThat(after(again, LOBBY, head).gap()).isFalse();
      await(again.close());
    }
    await(history.close());
  }

  @Test
  void lessIsKeptAfterARestartWithLess() {
    SqliteHistory history = sqlite.open(PLENTY);
    sayMany(history, LOBBY, 500);
    await(history.close());
    history = sqlite.open(keep(10));
    say(history, LOBBY, "on");
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).hasSize(10);
    await(history.close());
  }

  @Test
  void oldRowsLeaveTheFileToo() throws Exception {
    Retention retention = new Retention(1_000, 10_000, 4 << 20, 10_000, 0, 0);
    SqliteHistory history = sqlite.open(retention);
    for (int i = 0; i < 40; i++) {
      append(history, SqliteFixture.room(i), "x", "k" + i);
    }
    pass(61_000);
    say(history, LOBBY, "new");
    await(history.close());
    assertThat(sqlite.select("SELECT body FROM message")).containsExactly("new");
    assertThat(sqlite.select("SELECT * FROM recent_key")).isEmpty();
  }

  @Test
  void aJumpAheadLetsNothingGoFromTheFile() throws Exception {
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    append(history, LOBBY, "m0", "k");
    sayMany(history, LOBBY, MORE_THAN_A_TAIL);
    pass(100_000);
    jump(HOUR);
    say(history, LOBBY, "on"); // and a sweep is due
    say(history, LOBBY, "swept");
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).hasSize(MORE_THAN_A_TAIL + 3);
    assertThat(stored()).containsExactly(String.valueOf(MORE_THAN_A_TAIL + 3));
    assertThat(sqlite.select("SELECT key FROM recent_key")).containsExactly("k");

    pass(500_001);
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("on", "swept");
    say(history, LOBBY, "new"); // and a sweep is due
    await(history.close());
    assertThat(sqlite.select("SELECT body FROM message")).containsExactly("on", "swept", "new");
    assertThat(sqlite.select("SELECT key FROM recent_key")).isEmpty();
  }

  @Test
  void afterTwoJumpsWhatWasSaidBeforeAndBetweenHasItsAge() throws Exception {
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    sayMany(history, LOBBY, MORE_THAN_A_TAIL);
    jump(HOUR);
    pass(300_000);
    sayMany(history, LOBBY, MORE_THAN_A_TAIL);
    jump(2 * HOUR);
    pass(300_000);
    Page all = await(history.after(LOBBY, START, ALL));
    assertThat(all.messages()).hasSize(2 * MORE_THAN_A_TAIL);
    pass(1);
    Page second = await(history.after(LOBBY, START, ALL));
    assertThat(second.messages()).hasSize(MORE_THAN_A_TAIL);
    assertThat(second.base().offset()).isEqualTo(MORE_THAN_A_TAIL);
    say(history, LOBBY, "on");
    await(history.close());
    assertThat(stored()).containsExactly(String.valueOf(MORE_THAN_A_TAIL + 1));
  }

  @Test
  void afterAJumpBackTheFileKeepsWhatIsNew() throws Exception {
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    append(history, LOBBY, "old", "k");
    jump(-HOUR);
    sayMany(history, LOBBY, MORE_THAN_A_TAIL);
    pass(600_000);
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).hasSize(MORE_THAN_A_TAIL + 1);
    pass(1);
    assertThat(append(history, LOBBY, "again", "k").stored()).isNotNull();
    assertThat(texts(await(history.after(LOBBY, START, ALL)))).containsExactly("again");
    await(history.close());
  }

  /** The file has nothing but the wall clock's times. */
  @Test
  void aJumpBeforeARestartCounts() {
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    append(history, LOBBY, "a", "k");
    jump(HOUR);
    assertThat(append(history, LOBBY, "a", "k").stored()).isNull();
    await(history.close());
    history = sqlite.open(TEN_MINUTES);
    assertThat(await(history.after(LOBBY, START, ALL)).messages()).isEmpty();
    assertThat(append(history, LOBBY, "a", "k").stored()).isNotNull();
    await(history.close());
  }

  @Test
  void aKeyFromTheFutureIsKnownForOneWindowAfterARestart() {
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    append(history, LOBBY, "a", "k");
    await(history.close());
    jump(-HOUR);
    history = sqlite.open(TEN_MINUTES);
    pass(599_999);
    assertThat(append(history, LOBBY, "a", "k").stored()).isNull();
    pass(1);
    assertThat(append(history, LOBBY, "a", "k").stored()).isNotNull();
    await(history.close());
  }

  @Test
  void keysFromAYearAheadLeaveTheFileWhenTheirWindowIsOver() throws Exception {
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    jump(YEAR);
    sayKeyed(history, MORE_THAN_ONE_SWEEP);
    jump(-YEAR);
    pass(300_000);
    append(history, LOBBY, "within", "within");
    pass(300_000);
    sweepTwice(history);
    assertThat(sqlite.select("SELECT key FROM recent_key")).containsExactly("within");
    await(history.close());

    history = sqlite.open(TEN_MINUTES);
    assertThat(append(history, LOBBY, "again", "within").stored()).isNull();
    assertThat(append(history, LOBBY, "again", "k1").stored()).isNotNull();
    await(history.close());
  }

  @Test
  void keysFromAYearAheadLeaveTheFileAfterARestartToo() throws Exception {
    jump(YEAR);
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    sayKeyed(history, MORE_THAN_ONE_SWEEP);
    await(history.close());
    jump(-YEAR);

    history = sqlite.open(TEN_MINUTES);
    append(history, LOBBY, "within", "within");
    pass(599_999);
    sweepTwice(history);
    assertThat(sqlite.select("SELECT count(*) FROM recent_key"))
        .containsExactly(String.valueOf(MORE_THAN_ONE_SWEEP + 1));
    assertThat(append(history, LOBBY, "again", "k1").stored()).isNull();
    pass(60_000);
    sweepTwice(history);
    assertThat(sqlite.select("SELECT * FROM recent_key")).isEmpty();
    await(history.close());
  }

  @Test
  void whatNoProcessLivedLongEnoughForGoesAtTheNextStart() throws Exception {
    for (int i = 0; i < 4; i++) {
      SqliteHistory history = sqlite.open(TEN_MINUTES);
      append(history, LOBBY, "m", "k" + i);
      await(history.close());
      pass(300_000);
    }
    SqliteHistory history = sqlite.open(TEN_MINUTES);
    say(history, LOBBY, "swept");
    await(history.close());
    assertThat(sqlite.select("SELECT key FROM recent_key")).containsExactly("k3");
  }

  private void sayKeyed(SqliteHistory history, int count) {
    List<Draft> batch = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      batch.add(draft("m", "k" + i));
    }
    await(history.append(LOBBY, batch, time.get()));
  }

  /** The second sweep is of the turn after the first, if that left something. */
  private void sweepTwice(SqliteHistory history) {
    say(history, LOBBY, "first");
    say(history, LOBBY, "second");
    say(history, LOBBY, "the second sweep is over");
  }

  @Test
  void aPersonCanReadTheFileMeanwhile() throws Exception {
    SqliteHistory history = sqlite.open(PLENTY);
    String epoch = say(history, LOBBY, "grüße").epoch();
    Body bytes = Body.of(Body.Kind.BINARY, new byte[] {0, (byte) 0xff});
    await(history.append(LOBBY, List.of(new Draft(LOBBY, ANN, null, bytes, "", null)), time.get()));
    assertThat(sqlite.select("SELECT room, position, utc, sender, kind, body FROM history"))
        .containsExactly(
            "lobby|" + epoch + "-1|2023-11-14 22:13:20|Ann|text|grüße",
            "lobby|" + epoch + "-2|2023-11-14 22:13:20|Ann|binary|00FF");
    assertThat(sqlite.select("SELECT typeof(body) FROM message")).containsExactly("text", "blob");
    await(history.close());
  }

  @Test
  void tailsAnswerOnTheSpot() {
    SqliteHistory history = sqlite.open(PLENTY);
    List<Position> at = sayMany(history, LOBBY, 500);
    assertThat(history.head(LOBBY).isComplete()).isTrue();
    assertThat(history.after(LOBBY, new Since.After(at.get(400)), 50).isComplete()).isTrue();
    assertThat(history.after(LOBBY, new Since.Now(), 50).isComplete()).isTrue();
    assertThat(history.before(LOBBY, null, 50).isComplete()).isTrue();
    assertThat(history.after(SqliteFixture.room(1), START, 50).isComplete()).isTrue();
    Future<Page> old = history.after(LOBBY, START, 50);
    assertThat(texts(await(old))).startsWith("m1").endsWith("m50");
    await(history.close());
    SqliteHistory again = sqlite.open(PLENTY);
    assertThat(texts(await(again.before(LOBBY, null, 2)))).containsExactly("m499", "m500");
    assertThat(again.before(LOBBY, null, 50).isComplete()).as("warm after one look").isTrue();
    await(again.close());
  }

  @Test
  void answersComeOnTheCallersContext() {
    SqliteHistory history = sqlite.open(PLENTY);
    sayMany(history, LOBBY, 500);
    Context context = sqlite.vertx().getOrCreateContext();
    Promise<List<Boolean>> seen = Promise.promise();
    context.runOnContext(
        nothing ->
            history
                .append(LOBBY, List.of(draft("x", null)), time.get())
                .map(answer -> sqlite.vertx().getOrCreateContext() == context)
                .compose(
                    first ->
                        history
                            .after(LOBBY, START, 5)
                            .map(
                                page ->
                                    List.of(first, sqlite.vertx().getOrCreateContext() == context)))
                .onComplete(seen));
    assertThat(await(seen.future())).containsExactly(true, true);
    await(history.close());
  }

  @Test
  void whatIsSaidInOneTurnOfALoopIsOneTransaction() throws Exception {
    SqliteHistory history = sqlite.open(PLENTY);
    sqlite.execute(
        "CREATE TRIGGER no_place BEFORE INSERT ON message WHEN new.body = 'boom'"
            + " BEGIN SELECT RAISE(ABORT, 'no place'); END");
    Promise<List<Future<List<Appended>>>> said = Promise.promise();
    List<String> storedMeanwhile = new ArrayList<>();
    sqlite
        .vertx()
        .runOnContext(
            turn -> {
              var first = history.append(LOBBY, List.of(draft("first", null)), time.get());
              storedMeanwhile.addAll(stored());
              var other = history.append(OTHER, List.of(draft("other", null)), time.get());
              var last = history.append(LOBBY, List.of(draft("boom", null)), time.get());
              said.complete(List.of(first, other, last));
            });
    for (Future<List<Appended>> one : await(said.future())) {
      assertRefused(Code.UNAVAILABLE, one);
    }
    assertThat(storedMeanwhile).as("while the turn lasted").containsExactly("0");
    assertThat(stored()).containsExactly("0");
    await(history.close());
  }

  private List<String> stored() {
    try {
      return sqlite.select("SELECT count(*) FROM message");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsSaidInOneTurnOfALoopIsAnsweredInOneTurn() {
    SqliteHistory history = sqlite.open(PLENTY);
    Context loop = sqlite.vertx().getOrCreateContext();
    List<String> seen = new ArrayList<>();
    Promise<List<String>> done = Promise.promise();
    int messages = 1_000; // for so many, the loop would long have begun with the first answers
    loop.runOnContext(
        turn -> {
          for (int i = 0; i < messages; i++) {
            history
                .append(LOBBY, List.of(draft("m", null)), time.get())
                .onSuccess(
                    answer -> {
                      seen.add("answer");
                      loop.runOnContext(
                          next -> {
                            seen.add("next turn");
                            if (seen.size() == 2 * messages) {
                              done.complete(seen);
                            }
                          });
                    })
                .onFailure(done::tryFail);
          }
        });
    assertThat(await(done.future()).subList(0, messages)).containsOnly("answer");
    await(history.close());
  }

  @Test
  void failedTransactionLeavesNothingBehind() throws Exception {
    SqliteHistory history = sqlite.open(PLENTY);
    List<Position> at = sayMany(history, LOBBY, 3);
    sqlite.execute(
        "CREATE TRIGGER no_place BEFORE INSERT ON message WHEN new.body = 'boom'"
            + " BEGIN SELECT RAISE(ABORT, 'no place'); END");
    for (int i = 0; i < 3; i++) {
      List<Draft> batch = List.of(draft("half", "k1"), draft("boom", "k2"));
      assertRefused(Code.UNAVAILABLE, history.append(LOBBY, batch, time.get()));
      assertThat(history.isWritable()).isFalse();
      assertThat(texts(after(history, LOBBY, at.get(0)))).containsExactly("m2", "m3");
      assertThat(await(history.head(LOBBY))).isEqualTo(at.get(2));
    }
    sqlite.execute("DROP TRIGGER no_place");
    Appended again = append(history, LOBBY, "half", "k1");
    assertThat(again.position()).isEqualTo(at.get(2).at(4));
    assertThat(again.stored()).isNotNull();
    assertThat(history.isWritable()).isTrue();
    assertThat(append(history, LOBBY, "boom", "k2").position()).isEqualTo(at.get(2).at(5));
    await(history.close());
    assertThat(sqlite.select("SELECT count(*) FROM message")).containsExactly("5");
  }

  @Test
  void afterCloseNothingIsTaken() {
    SqliteHistory history = sqlite.open(PLENTY);
    List<Future<List<Appended>>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(history.append(LOBBY, List.of(draft("m", null)), time.get()));
    }
    Future<Void> closed = history.close();
    assertRefused(Code.UNAVAILABLE, history.append(LOBBY, List.of(draft("m", null)), time.get()));
    await(closed);
    await(history.close());
    answers.forEach(answer -> assertThat(await(answer)).hasSize(1));
  }

  @Test
  void manyPublishersFromManyLoopsGetOneOrder() {
    SqliteHistory history = sqlite.open(PLENTY.with(100_000, null, null));
    List<Future<List<Position>>> writers = new ArrayList<>();
    for (int w = 0; w < 8; w++) {
      Promise<List<Position>> done = Promise.promise();
      writers.add(done.future());
      int writer = w;
      sqlite
          .vertx()
          .runOnContext(nothing -> sayOn(history, writer, 0, new ArrayList<>()).onComplete(done));
    }
    List<Position> all = new ArrayList<>();
    for (Future<List<Position>> writer : writers) {
      List<Position> own = await(writer);
      assertThat(own).isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
      all.addAll(own);
    }
    assertThat(all).doesNotHaveDuplicates().hasSize(8 * 200);
    List<Publication> read = await(history.after(LOBBY, START, 100_000)).messages();
    assertThat(read).hasSize(8 * 200);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).offset()).isEqualTo(i + 1);
    }
    await(history.close());
  }

  private Future<List<Position>> sayOn(History history, int writer, int n, List<Position> got) {
    if (n == 200) {
      return Future.succeededFuture(got);
    }
    return history
        .append(LOBBY, List.of(draft(writer + "." + n, writer + "." + n)), time.get())
        .compose(
            answers -> {
              got.add(answers.get(0).position());
              return sayOn(history, writer, n + 1, got);
            });
  }
}
