package dev.fanfare;

import static dev.fanfare.TwoNodes.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two whole nodes, of which one loses its registration for the address of presence. */
class ClusterEarsTest {
  private static final String ADDRESS = "fanfare.presence";

  @Test
  void aLostRegistrationIsMadeAnew() throws Exception {
    try (TwoNodes nodes = new TwoNodes()) {
      TwoNodes.Client ann = nodes.join(1, "Ann");
      assertThat(ann.next("presence").getInteger("count")).isEqualTo(1);
      try (Lines lines = new Lines(ClusterEars.class)) {
        lose(nodes, nodes.manager(1).getNodeId());
        nodes.join(0, "Bob");
        assertThat(lines.next())
            .isEqualTo("INFO Listening anew for who is where: known from 0 of 1 other nodes");
      }
      assertThat(ann.next("presence").getInteger("count")).isEqualTo(2);
    }
  }

  /** As if the words of the node, when it began to listen, had never been heard. */
  private static void lose(TwoNodes nodes, String node) throws Exception {
    ClusterManager other = nodes.manager(0);
    Promise<List<RegistrationInfo>> all = Promise.promise();
    other.getRegistrations(ADDRESS, all);
    for (RegistrationInfo one : await(all.future())) {
      if (one.nodeId().equals(node)) {
        Promise<Void> removed = Promise.promise();
        other.removeRegistration(ADDRESS, one, removed);
        await(removed.future());
      }
    }
  }
}
