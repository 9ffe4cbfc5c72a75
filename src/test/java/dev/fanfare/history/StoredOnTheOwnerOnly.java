package dev.fanfare.history;

import com.hazelcast.map.EntryProcessor;
import dev.fanfare.history.ClusterBatch.Item;
import dev.fanfare.message.Body;
import dev.fanfare.message.Draft;
import dev.fanfare.message.User;
import java.util.List;
import java.util.Map;

/** Stores a text on a room's owner; the backup is not told. */
final class StoredOnTheOwnerOnly implements EntryProcessor<String, ClusterRoom, Boolean> {
  private static final long serialVersionUID = 1;

  private final String text;

  StoredOnTheOwnerOnly(String text) {
    this.text = text;
  }

  @Override
  public Boolean process(Map.Entry<String, ClusterRoom> entry) {
    ClusterRoom room = entry.getValue();
    RoomLog log = room.snapshot();
    User ann = new User("u", "Ann");
    Draft draft = new Draft(log.room(), ann, null, Body.text(text), "s", null);
    Item item = new Item(draft, log.lastTime());
    room.append(new ClusterBatch("of this test", 1, null, log.retention(), List.of(item)));
    return true;
  }

  @Override
  public EntryProcessor<String, ClusterRoom, Boolean> getBackupProcessor() {
    return null;
  }
}
