package dev.fanfare.torture;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.Partition;
import java.util.List;

/** Asks a node of a cluster, as a client of its Hazelcast, at which node a room is kept. */
final class Owners implements AutoCloseable {
  private final List<String> members;
  private final HazelcastInstance client;

  /**
   * @param members where the nodes meet
   * @param asked the number of the one that is asked
   */
  Owners(List<String> members, int asked) {
    this.members = members;
    ClientConfig config = new ClientConfig().setClusterName("fanfare");
    config.setProperty("hazelcast.logging.type", "none");
    config.getNetworkConfig().setAddresses(List.of(members.get(asked))).setSmartRouting(false);
    client = HazelcastClient.newHazelcastClient(config);
  }

  /** The number of the node. */
  int of(String room) {
    Partition partition = client.getPartitionService().getPartition(room);
    Member owner = partition.getOwner();
    long end = System.nanoTime() + Target.PATIENCE.toNanos();
    while (owner == null && System.nanoTime() < end) {
      // Who has just connected is told a little later who keeps what: an answer comes in between.
      client.getMap("nothing").size();
      owner = partition.getOwner();
    }
    if (owner == null) {
      throw new AssertionError("Nobody is said to keep " + room);
    }
    return members.indexOf(owner.getAddress().getHost() + ":" + owner.getAddress().getPort());
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
