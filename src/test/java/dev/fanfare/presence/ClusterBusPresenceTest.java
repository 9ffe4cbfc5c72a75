package dev.fanfare.presence;

import static dev.fanfare.presence.PresenceNode.LOBBY;
import static dev.fanfare.presence.PresenceNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import dev.fanfare.history.ClusterNodes;
import dev.fanfare.message.User;
import dev.fanfare.wire.RosterCodec;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real Vert.x with a bus between them. */
class ClusterBusPresenceTest {
  private static final User ANN = new User("a", "Ann");
  private static final User BOB = new User("b", "Bob");

  private final List<Vertx> vertxes = new ArrayList<>();
  private final List<PresenceNode> nodes = new ArrayList<>();

  @BeforeEach
  void begin() throws Exception {
    for (Config hazelcast : ClusterNodes.configs(2)) {
      Vertx vertx =
          await(
              Vertx.builder()
                  .with(
                      new VertxOptions()
                          .setEventBusOptions(
                              new EventBusOptions().setHost("127.0.0.1").setPort(0)))
                  .withClusterManager(new HazelcastClusterManager(hazelcast))
                  .buildClustered());
      vertxes.add(vertx);
      vertx.eventBus().registerCodec(new RosterCodec());
      int number = nodes.size();
      PresenceNode node =
          PresenceNode.start(vertx, "node" + number, Duration.ofMillis(100), number);
      nodes.add(node);
      vertx.setPeriodic(10_000, id -> listenAnewIfDeaf(node.presence));
    }
  }

  /** The bus may lose that somebody listens; what a whole node does about it is done here, too. */
  private static void listenAnewIfDeaf(ClusterPresence presence) {
    if (presence.others() == 0) presence.listenAnew();
  }

  @AfterEach
  void close() throws Exception {
    for (Vertx vertx : vertxes) await(vertx.close());
  }

  @Test
  void twoNodesAreOneRoom() throws Exception {
    PresenceNode first = nodes.get(0);
    PresenceNode second = nodes.get(1);
    first.enter("1", ANN);
    second.enter("1", BOB);
    first.awaitMembers(ANN, BOB);
    second.awaitMembers(ANN, BOB);
    await(first.presence.rename("1", ANN.named("Anna")));
    second.awaitMembers(ANN.named("Anna"), BOB);

    List<User> all = new ArrayList<>(List.of(ANN.named("Anna"), BOB));
    for (int round = 0; round < 50; round++) {
      User one = new User("o" + round, "Name" + round);
      User two = new User("t" + round, "Name" + round);
      first.enter("s" + round, one);
      // Numbered at once if the other was heard of in time, else told afterwards.
      await(second.presence.enter(LOBBY, "s" + round, two, true, second.renamed::add));
      all.add(one);
      all.add(two.named(one.name() + "-2"));
      for (PresenceNode node : nodes) node.awaitMembers(all.toArray(User[]::new));
    }
    assertThat(first.renamed).isEmpty();

    await(first.presence.close());
    all.removeIf(user -> user.id().startsWith("o") || user.id().equals(ANN.id()));
    second.awaitMembers(all.toArray(User[]::new));
  }
}
