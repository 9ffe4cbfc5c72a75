package dev.fanfare.history;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the {@link ClusterBirth} of new rooms; makes the proposed epoch theirs, if there is none.
 */
final class ClusterEpoch implements EntryProcessor<String, String, String>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  final String proposed;
  private transient @Nullable HazelcastInstance hazelcast;

  ClusterEpoch(String proposed) {
    this.proposed = proposed;
  }

  @Override
  public String process(Map.Entry<String, String> entry) {
    String epoch = entry.getValue();
    if (epoch == null) {
      epoch = proposed;
      entry.setValue(epoch);
    }
    return new ClusterBirth(epoch, ClusterMembers.self(hazelcast)).toString();
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }
}
