package dev.fanfare.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Clocks;
import dev.fanfare.message.Event;
import dev.fanfare.message.RoomName;
import dev.fanfare.message.User;
import dev.fanfare.wire.RosterCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One node's share of a cluster's presence, and what its rooms are told. */
final class PresenceNode {
  static final RoomName LOBBY = RoomName.of("lobby");

  final ClusterPresence presence;
  final BlockingQueue<User> renamed = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event.Presence> told;

  private PresenceNode(ClusterPresence presence, BlockingQueue<Event.Presence> told) {
    this.presence = presence;
    this.told = told;
  }

  /**
   * @param wall what its clock on the wall shows for ever
   */
  static PresenceNode start(Vertx vertx, String name, Duration grace, long wall) throws Exception {
    BlockingQueue<Event.Presence> told = new LinkedBlockingQueue<>();
    Clocks clocks = new Clocks(() -> wall, Clocks.system().steady());
    return new PresenceNode(
        open(vertx, name, grace, Duration.ofMillis(1), clocks, told::add), told);
  }

  /** On a context of its own; the codec is registered already. */
  static ClusterPresence open(
      Vertx vertx,
      String name,
      Duration grace,
      Duration coalesce,
      Clocks clocks,
      Consumer<Event.Presence> announce)
      throws Exception {
    Promise<ClusterPresence> opened = Promise.promise();
    vertx.runOnContext(
        v -> {
          ClusterPresence presence =
              new ClusterPresence(
                  vertx, name, grace, coalesce, 200, clocks, RosterCodec.NAME, announce);
          presence.start().map(presence).onComplete(opened);
        });
    return await(opened.future());
  }

  User enter(String session, User user) throws Exception {
    return await(presence.enter(LOBBY, session, user, false, renamed::add));
  }

  /** Waits until these are the lobby's members here; who left must have been told of before. */
  void awaitMembers(User... users) throws Exception {
    while (true) {
      List<User> members = await(presence.members(LOBBY, 999));
      if (members.size() == users.length && members.containsAll(List.of(users))) return;
      next();
    }
  }

  /** The next thing that the lobby's people here are told. */
  Event.Presence next() throws InterruptedException {
    Event.Presence news = told.poll(60, TimeUnit.SECONDS);
    assertThat(news).as("news of the room").isNotNull();
    return news;
  }

  /** All that the lobby's people here are told until this user joined. */
  List<Event.Presence> toldUntil(User joined) throws InterruptedException {
    List<Event.Presence> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!all.get(all.size() - 1).joined().contains(joined));
    return all;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
