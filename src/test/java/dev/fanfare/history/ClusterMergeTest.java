package dev.fanfare.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.history.ClusterAnswer.Kind;
import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.history.History.Page;
import dev.fanfare.message.Body;
import dev.fanfare.message.Clocks;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Position;
import dev.fanfare.message.Publication;
import dev.fanfare.message.Refusal;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.Since;
import dev.fanfare.message.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of a room of which two halves of a cluster had a copy each. */
class ClusterMergeTest {
  private static final RoomName LOBBY = RoomName.of("lobby");
  private static final Retention KEEP = new Retention(3, 60_000, 1 << 20, 10_000, 0, 0);
  private static final Retention NOTHING = KEEP.keepingNothing();

  private final ClusterMerge policy = new ClusterMerge(() -> "new");
  private final ClusterKeeper keeper = new ClusterKeeper(() -> 5_000, 1 << 20);
  private int batches;

  @Test
  void sameStaysAsItIs() {
    ClusterRoom ours = room("e", KEEP, "a", "b");
    assertThat(policy.merge(room("e", KEEP, "a", "b"), ours)).isSameAs(ours);
    assertThat(policy.merge(room("e", KEEP), ours)).isSameAs(ours);
    ClusterRoom nothingKept = room("e", NOTHING, "a");
    assertThat(policy.merge(room("e", NOTHING, "a"), nothingKept)).isSameAs(nothingKept);
  }

  @Test
  void whatOnlyTheMajorityStoredStaysWhereItIs() {
    ClusterRoom ours = room("e", KEEP, "a", "b", "c", "d");
    assertThat(policy.merge(room("e", KEEP, "a", "b"), ours)).isSameAs(ours);
    assertThat(policy.merge(room("e", KEEP, "a", "b", "c"), ours)).isSameAs(ours);
  }

  @Test
  void otherLifeIsGone() {
    ClusterRoom ours = room("e", KEEP, "a");
    assertThat(policy.merge(room("f", KEEP, "x", "y"), ours)).isSameAs(ours);
  }

  @Test
  void somethingElseAtTheSamePositionBeginsANewLife() {
    ClusterRoom ours = room("e", KEEP, "a", "b", "c", "d");
    ClusterRoom merged = policy.merge(room("e", KEEP, "a", "x"), ours);
    Page all = merged.snapshot().after(new Since.Start(), 10);
    assertThat(texts(all)).containsExactly("b", "c", "d");
    assertThat(all.head()).isEqualTo(new Position("new", 4));
    assertThat(all.messages()).extracting(Publication::position).endsWith(new Position("new", 4));
    assertThat(merged.snapshot().after(new Since.After(new Position("e", 2)), 10).gap()).isTrue();
  }

  /** The other is read from the wire, and garbage afterwards. */
  @Test
  void whatWinsCounts() {
    ClusterRoom ours = room("e", KEEP, "a", "b");
    ClusterRoom theirs = room("e", KEEP, "a").counted();
    assertThat(policy.merge(theirs, ours)).isSameAs(ours);
    assertThat(keeper.budget().used()).isEqualTo(ours.snapshot().weight());
    ClusterRoom young = policy.merge(room("e", KEEP, "x").counted(), ours);
    assertThat(keeper.budget().used()).isEqualTo(young.snapshot().weight());
  }

  /** Stored while it did not know that it was alone. */
  @Test
  void whatWasShownToNobodyGoes() {
    ClusterRoom ours = room("e", KEEP, "a", "b");
    ClusterRoom theirs = room("e", KEEP, "a");
    theirs.append(batch(KEEP, "x"));
    theirs.append(batch(KEEP, "y"));
    assertThat(policy.merge(theirs, ours)).isSameAs(ours);
    assertThat(texts(ours.snapshot().after(new Since.Start(), 10))).containsExactly("a", "b");
    ClusterRoom nothingAtAll = new ClusterRoom(new RoomLog(LOBBY, "e", KEEP), keeper);
    nothingAtAll.append(batch(KEEP, "x"));
    assertThat(policy.merge(nothingAtAll, ours)).isSameAs(ours);
  }

  @Test
  void moreOnTheOtherSideBeginsANewLife() {
    assertThat(head(policy.merge(room("e", KEEP, "a", "b"), room("e", KEEP, "a"))))
        .isEqualTo(new Position("new", 1));
    assertThat(head(policy.merge(room("e", NOTHING, "a", "b"), room("e", NOTHING, "a"))))
        .isEqualTo(new Position("new", 1));
  }

  /** Nobody can tell any more whether it was the same. */
  @Test
  void whatIsNotKeptAnyMoreIsNotTheSame() {
    ClusterRoom ours = room("e", KEEP, "a", "b", "c", "d", "e", "f", "g", "h");
    assertThat(head(policy.merge(room("e", KEEP, "a", "b"), ours)))
        .isEqualTo(new Position("new", 8));
  }

  @Test
  void batchThatComesAgainIsAnsweredInTheNewLife() {
    ClusterRoom ours = room("e", KEEP, "a");
    ClusterBatch again = batch(KEEP, "b");
    ours.append(again);
    ClusterRoom merged = policy.merge(room("e", KEEP, "x"), ours);
    assertThat(merged.known(again)).isEqualTo(ClusterAnswer.stored("new", List.of(2L)));
    assertThat(merged.append(batch(KEEP, "a")).offsets()).as("keys").containsExactly(3L);
  }

  @Test
  void halvesThatMeetKeepOneOrderAndNoPositionHasTwoMeanings() throws Exception {
    Vertx vertx = Vertx.vertx();
    Retention keep = new Retention(100, 1L << 60, 1 << 20, 10_000, 0, 0);
    try (ClusterNodes nodes = ClusterNodes.split(3)) {
      Epochs epochs = new Epochs(new Random(5));
      List<ClusterHistory> histories = new ArrayList<>();
      for (int half : List.of(0, 2)) {
        new ClusterBirths(
                nodes.get(half),
                () -> "e",
                new ClusterCalls(vertx, Clocks.system().steady(), Set::of))
            .renew(Set.of("lobby", "same", "theirs"));
      }
      for (int i = 0; i < 3; i++) {
        histories.add(
            new ClusterHistory(
                vertx, nodes.get(i), keep, room -> keep, 1, Clocks.system(), epochs));
      }
      RoomName same = RoomName.of("same");
      RoomName theirs = RoomName.of("theirs");
      say(histories.get(0), LOBBY, "majority");
      say(histories.get(1), same, "majority");
      say(histories.get(2), LOBBY, "minority");
      say(histories.get(2), theirs, "minority");
      nodes.meet().get(60, TimeUnit.SECONDS);
      for (ClusterHistory history : histories) {
        Page lobby = read(history, LOBBY, new Since.After(new Position("e", 0)));
        assertThat(texts(lobby)).containsExactly("majority");
        assertThat(lobby.head().epoch()).isNotEqualTo("e");
        assertThat(lobby.gap()).isTrue();
        assertThat(read(history, same, new Since.Now()).head()).isEqualTo(new Position("e", 1));
        assertThat(texts(read(history, theirs, new Since.Start()))).containsExactly("minority");
      }
      for (HazelcastInstance node : nodes.all()) {
        assertThat(node.getPartitionService().forceLocalMemberToBeSafe(30, TimeUnit.SECONDS))
            .isTrue();
      }
      nodes.get(0).getLifecycleService().terminate();
      Page kept = read(histories.get(1), LOBBY, new Since.Start());
      assertThat(texts(kept)).as("the copy is of the new life too").containsExactly("majority");
      assertThat(kept.head().epoch()).isNotEqualTo("e");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** Rooms that are moving just now may be unavailable; on a busy machine that lasts. */
  private static Page read(ClusterHistory history, RoomName room, Since since) throws Exception {
    for (int attempts = 1; ; attempts++) {
      try {
        return get(history.after(room, since, 10));
      } catch (ExecutionException failed) {
        if (attempts == 10 || !(failed.getCause() instanceof Refusal)) {
          throw failed;
        }
      }
    }
  }

  private static void say(ClusterHistory history, RoomName room, String text) throws Exception {
    get(history.append(room, List.of(draft(room, text)), 1_000));
  }

  private ClusterRoom room(String epoch, Retention keep, String... texts) {
    ClusterRoom room = new ClusterRoom(new RoomLog(LOBBY, epoch, keep), keeper);
    for (String text : texts) {
      assertThat(room.append(batch(keep, text)).kind()).isEqualTo(Kind.STORED);
    }
    room.copied(room.head());
    return room;
  }

  private ClusterBatch batch(Retention keep, String text) {
    return new ClusterBatch(
        "n", ++batches, null, keep, List.of(new Item(draft(LOBBY, text), 1_000)));
  }

  private static Draft draft(RoomName room, String text) {
    return new Draft(room, new User("u", "U"), null, Body.text(text), "", null);
  }

  private static Position head(ClusterRoom room) {
    return room.head();
  }

  private static List<String> texts(Page page) {
    return page.messages().stream().map(said -> new String(said.body().bytes())).toList();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
