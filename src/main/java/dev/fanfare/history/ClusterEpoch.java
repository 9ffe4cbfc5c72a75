package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import java.util.Map;

/** Tells the epoch in which new rooms begin; makes the proposed one that, if there is none. */
final class ClusterEpoch implements EntryProcessor<String, String, String> {
  private static final long serialVersionUID = 1; // never used: see ClusterTypes

  final String proposed;

  ClusterEpoch(String proposed) {
    this.proposed = proposed;
  }

  @Override
  public String process(Map.Entry<String, String> entry) {
    String epoch = entry.getValue();
    if (epoch != null) {
      return epoch;
    }
    entry.setValue(proposed);
    return proposed;
  }
}
