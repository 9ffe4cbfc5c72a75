package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.history.History.Appended;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ClusterLanesTest {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final Retention KEEP = new Retention(100, 60_000, 1 << 20, 10_000, 0, 0);

  private final List<ClusterBatch> sent = new ArrayList<>();
  private final List<CompletableFuture<ClusterAnswer>> answers = new ArrayList<>();
  private final List<Runnable> soon = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final ClusterTidings tidings =
      new ClusterTidings(soon::add, (room, upTo) -> told.add(room + " " + upTo));
  private final ClusterLanes lanes = new ClusterLanes("n1", room -> KEEP, tidings, this::send);
  private boolean answerAtOnce;
  private long offset;

  @Test
  void oneIsUnderWayAndTheRestGoesTogether() {
    CompletableFuture<List<Appended>> first = append(LOBBY, "a");
    CompletableFuture<List<Appended>> second = append(LOBBY, "b", "c");
    CompletableFuture<List<Appended>> third = append(LOBBY, "d");
    assertThat(sent).hasSize(1);
    answer(0);
    assertThat(first).isCompletedWithValueMatching(one -> position(one, 0) == 1);
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).items()).hasSize(3);
    assertThat(sent.get(1).number()).isGreaterThan(sent.get(0).number());
    assertThat(second).isNotDone();
    answer(1);
    assertThat(position(second.join(), 1)).isEqualTo(3);
    assertThat(third.join().get(0).stored().body().asText()).isEqualTo("d");
    append(LOBBY, "e");
    assertThat(sent).hasSize(3);
  }

  @Test
  void whatIsKnownToHaveItsCopyGoesWithTheNextBatch() {
    append(LOBBY, "a", "b");
    append(LOBBY, "c");
    assertThat(sent.get(0).copied()).isNull();
    answer(0);
    assertThat(sent.get(1).copied()).isEqualTo(new Position("e", 2));
    soon.remove(0).run();
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsKnownToHaveItsCopyGoesAloneIfThereIsNoNextBatch() {
    append(LOBBY, "a", "b");
    append(RoomName.of("other"), "c");
    answer(0);
    answer(1);
    assertThat(soon).hasSize(1);
    soon.remove(0).run();
    assertThat(told).containsExactlyInAnyOrder("lobby e-2", "other e-3");
    append(LOBBY, "d");
    assertThat(sent.get(2).copied()).isNull();
    answer(2);
    assertThat(soon).as("a new wait").hasSize(1);
  }

  /** One batch of each room is under way, so many rooms are much. */
  @Test
  void whatIsUnderWayCountsToo() {
    String mebibyte = "x".repeat(1 << 20);
    for (int room = 0; room < 64; room++) {
      assertThat(append(RoomName.of("r" + room), mebibyte)).isNotDone();
    }
    assertThat(append(LOBBY, "one more")).isCompletedExceptionally();
    answer(0);
    answers.get(1).completeExceptionally(new IllegalStateException("gone"));
    assertThat(append(LOBBY, "now there is place")).isNotDone();
  }

  @Test
  void failureSaysNothingOfCopies() {
    append(LOBBY, "a");
    answers.get(0).completeExceptionally(new IllegalStateException("gone"));
    assertThat(soon).isEmpty();
  }

  @Test
  void roomsDoNotWaitForEachOther() {
    append(LOBBY, "a");
    append(RoomName.of("other"), "b");
    assertThat(sent).hasSize(2);
  }

  @Test
  void failureTakesAlongWhatWaits() {
    CompletableFuture<List<Appended>> first = append(LOBBY, "a");
    CompletableFuture<List<Appended>> second = append(LOBBY, "b");
    answers.get(0).completeExceptionally(new IllegalStateException("gone"));
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    assertThat(append(LOBBY, "c")).isNotDone();
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).items()).hasSize(1);
  }

  @Test
  void answersComeInTheOrderInWhichTheyWereAskedFor() {
    List<String> answered = new ArrayList<>();
    append(LOBBY, "a").thenRun(() -> answered.add("a"));
    append(LOBBY, "b").thenRun(() -> answered.add("b"));
    answerAtOnce = true;
    answer(0);
    assertThat(answered).containsExactly("a", "b");
  }

  /** Another loop may say more while the answers are given: that must not overtake them. */
  @Test
  void theLaneIsBusyUntilAllAreAnswered() {
    List<Integer> sentMeanwhile = new ArrayList<>();
    append(LOBBY, "a")
        .thenRun(
            () -> {
              append(LOBBY, "b");
              sentMeanwhile.add(sent.size());
            });
    answer(0);
    assertThat(sentMeanwhile).containsExactly(1);
    assertThat(sent).hasSize(2);
  }

  @Test
  void batchesAreBoundedAndSoIsWhatWaits() {
    append(LOBBY, "first");
    List<CompletableFuture<List<Appended>>> waiting = new ArrayList<>();
    while (waiting.isEmpty() || !waiting.get(waiting.size() - 1).isDone()) {
      waiting.add(append(LOBBY, "x"));
    }
    assertThat(waiting).hasSize(16 * 256 + 1);
    assertThatThrownBy(() -> waiting.get(16 * 256).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(Refusal.class);
    answer(0);
    assertThat(sent.get(1).items()).hasSize(256);
    answer(1);
    assertThat(append(LOBBY, "x")).isNotDone();
  }

  @Test
  void bigDraftsGoInSmallBatches() {
    append(LOBBY, "first");
    for (int i = 0; i < 20; i++) {
      append(LOBBY, "x".repeat(60_000));
    }
    answer(0);
    assertThat(sent.get(1).items()).hasSize(4);
  }

  @Test
  void closeWaitsForWhatIsUnderWay() {
    CompletableFuture<List<Appended>> first = append(LOBBY, "a");
    CompletableFuture<Void> closed = lanes.close().toCompletableFuture();
    assertThat(closed).isNotDone();
    assertThat(append(LOBBY, "b")).isCompletedExceptionally();
    answer(0);
    assertThat(first).isCompleted();
    assertThat(closed).isCompleted();
    assertThat(
            new ClusterLanes("n", room -> KEEP, tidings, this::send).close().toCompletableFuture())
        .isCompleted();
  }

  @Test
  void nothingIsAnsweredWithNothing() {
    assertThat(append(LOBBY)).isCompletedWithValue(List.of());
    assertThat(sent).isEmpty();
  }

  private CompletableFuture<ClusterAnswer> send(RoomName room, ClusterBatch batch) {
    sent.add(batch);
    answers.add(new CompletableFuture<>());
    if (answerAtOnce) {
      answer(answers.size() - 1);
    }
    return answers.get(answers.size() - 1);
  }

  private void answer(int batch) {
    List<Long> offsets = sent.get(batch).items().stream().map(item -> ++offset).toList();
    answers.get(batch).complete(ClusterAnswer.stored("e", offsets));
  }

  private CompletableFuture<List<Appended>> append(RoomName room, String... texts) {
    List<Draft> drafts = new ArrayList<>();
    for (String text : texts) {
      drafts.add(new Draft(room, new User("u", "Ann"), null, Body.text(text), "s", null));
    }
    return lanes.append(room, drafts, 1).toCompletableFuture();
  }

  private static long position(List<Appended> appended, int index) {
    Position position = appended.get(index).position();
    return position.offset();
  }
}
