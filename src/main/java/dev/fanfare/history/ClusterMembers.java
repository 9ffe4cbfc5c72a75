package dev.fanfare.history;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.message.Forms;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the nodes of a cluster know of each other's release. Any thread. */
public final class ClusterMembers {
  private static final String FORMS = "fanfare.forms";

  private ClusterMembers() {}

  /** Lets the others know which forms this node reads and writes. */
  static void announce(Config config) {
    config.getMemberAttributeConfig().setAttribute(FORMS, Forms.OURS.toString());
  }

  /** The name of this node among the members, another after each start and each merger. */
  static String self(@Nullable HazelcastInstance hazelcast) {
    return hazelcast == null ? "" : hazelcast.getCluster().getLocalMember().getUuid().toString();
  }

  /** Why this node cannot be in one cluster with those that are there; null if it can. */
  public static @Nullable String objection(HazelcastInstance hazelcast) {
    return hazelcast.getCluster().getMembers().stream()
        .filter(member -> !member.localMember())
        .map(ClusterMembers::objection)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String objection(Member member) {
    String announced = member.getAttribute(FORMS);
    Forms theirs = announced == null ? null : Forms.parse(announced);
    if (theirs != null && theirs.goesWith(Forms.OURS)) {
      return null;
    }
    return "This release of Fanfare and that of the node at "
        + member.getAddress().getHost()
        + ":"
        + member.getAddress().getPort()
        + " do not understand each other (forms "
        + Forms.OURS
        + " here, "
        + announced
        + " there). Replace all nodes by a release in between first, or stop all of them and then"
        + " start this one.";
  }
}
