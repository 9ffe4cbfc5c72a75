package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Publication;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final Retention KEEP = new Retention(1_000, 60_000, 1 << 20, 10_000, 0, 0);
  private static final long LIMIT = 50_000;

  private final ByteBudget budget = new ByteBudget(LIMIT);

  @Test
  void whatIsGoneDoesNotCountUntilItIsWrittenToAgain() {
    RoomLog one = log("one");
    RoomLog two = log("two");
    say(one);
    say(two);
    budget.releaseIf(room -> room.value().equals("one"));
    assertThat(budget.used()).isEqualTo(two.weight());
    budget.release(one);
    assertThat(budget.used()).as("released twice").isEqualTo(two.weight());
    say(one);
    assertThat(budget.used()).isEqualTo(one.weight() + two.weight());
  }

  /** A copy that was sent anew, or one that is looked at only. */
  @Test
  void aRoomCountsOnceWithTheLogThatWasSeenLast() {
    RoomLog old = log("one");
    RoomLog young = log("one");
    say(old);
    say(young);
    say(young);
    assertThat(budget.used()).isEqualTo(young.weight());
    budget.release(old);
    assertThat(budget.used()).isEqualTo(young.weight());
    budget.add(old);
    assertThat(budget.used()).isEqualTo(old.weight());
  }

  @Test
  void aLogThatArrivesMakesPlaceToo() {
    RoomLog old = log("old");
    IntStream.range(0, 100).forEach(i -> say(old));
    RoomLog arrived = log("arrived");
    for (int i = 0; i < 200; i++) {
      arrived.append(draft(arrived), 1_000, 1_000);
    }
    assertThat(old.weight() + arrived.weight()).isGreaterThan(LIMIT);
    budget.add(arrived);
    assertThat(budget.used()).isLessThanOrEqualTo(LIMIT);
    assertThat(budget.used()).isEqualTo(old.weight() + arrived.weight());
    assertThat(old.size()).isLessThan(100);
    assertThat(arrived.size()).as("the other was written to longer ago").isGreaterThan(old.size());
  }

  /** Clients that repeat give every publication one. */
  @Test
  void keysTakeHalfOfThePlaceAtMostAsLongAsThereArePublications() {
    List<RoomLog> logs = IntStream.range(0, 10).mapToObj(i -> log("r" + i)).toList();
    for (int i = 0; i < 2_000; i++) {
      String key = "k".repeat(100) + i;
      RoomLog log = logs.get(i % logs.size());
      budget.write(log, all -> all.append(draft(all, key), 1_000, 1_000));
      assertThat(budget.used()).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(logs.stream().mapToLong(RoomLog::keysWeight).sum())
        .isLessThanOrEqualTo(LIMIT / 2)
        .isGreaterThan(LIMIT / 4);
    assertThat(logs.stream().mapToInt(RoomLog::size).sum()).isGreaterThan(30);
    RoomLog last = logs.get(9);
    String newest = "k".repeat(100) + 1_999;
    assertThat(budget.write(last, all -> all.append(draft(all, newest), 1_000, 1_000)).stored())
        .as("the newest keys are those that are known")
        .isNull();
  }

  @Test
  void logsThatThreadsWriteToKeepTheirOrderAndTheLimit() {
    List<List<RoomLog>> logs =
        IntStream.range(0, 3)
            .mapToObj(t -> IntStream.range(0, 5).mapToObj(i -> log(t + "-" + i)).toList())
            .toList();
    CompletableFuture.allOf(
            logs.stream()
                .map(mine -> CompletableFuture.runAsync(() -> writeAndRead(mine)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    long all = logs.stream().flatMap(List::stream).mapToLong(RoomLog::weight).sum();
    assertThat(budget.used()).isEqualTo(all).isLessThanOrEqualTo(LIMIT);
  }

  /** As a partition's thread does, beside others that do the same with other rooms. */
  private void writeAndRead(List<RoomLog> mine) {
    for (int i = 0; i < 3_000; i++) {
      RoomLog log = mine.get(i % mine.size());
      say(log);
      List<Long> offsets =
          budget.read(log, all -> all.after(new Since.Start(), 1_000)).messages().stream()
              .map(Publication::offset)
              .toList();
      long head = log.head().offset();
      assertThat(offsets)
          .isEqualTo(
              IntStream.range(0, offsets.size())
                  .mapToObj(n -> head - offsets.size() + 1 + n)
                  .toList());
    }
  }

  private void say(RoomLog log) {
    budget.write(log, all -> all.append(draft(all), 1_000, 1_000));
  }

  private static RoomLog log(String room) {
    return new RoomLog(RoomName.of(room), "e", KEEP);
  }

  private static Draft draft(RoomLog log) {
    return draft(log, null);
  }

  private static Draft draft(RoomLog log, @Nullable String key) {
    return new Draft(log.room(), new User("u", "Ann"), null, Body.text("x".repeat(100)), "s", key);
  }
}
