package dev.fanfare.torture;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.util.List;

/** Asks the cluster, as a client of Hazelcast, at which node a room is kept. */
final class Owners implements AutoCloseable {
  private final List<String> members;
  private final HazelcastInstance client;

  /**
   * @param members where the nodes meet
   * @param cluster the cluster's name
   */
  Owners(List<String> members, String cluster) {
    this.members = members;
    ClientConfig config = new ClientConfig().setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "none");
    config.getNetworkConfig().setAddresses(members);
    client = HazelcastClient.newHazelcastClient(config);
  }

  /** The number of the node. */
  int of(String room) {
    Member owner = client.getPartitionService().getPartition(room).getOwner();
    return members.indexOf(owner.getAddress().getHost() + ":" + owner.getAddress().getPort());
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
