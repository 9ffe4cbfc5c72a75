package dev.fanfare.presence;

import dev.fanfare.message.Clocks;
import dev.fanfare.message.Event;
import java.time.Duration;
import java.util.function.Consumer;

class LocalPresenceTest extends PresenceContract {
  @Override
  Presence open(Duration grace, Duration coalesce, Consumer<Event.Presence> announce) {
    return new LocalPresence(vertx, grace, coalesce, 200, Clocks.system().steady(), announce);
  }
}
