package dev.fanfare.torture;

import dev.fanfare.crowd.Crowd;
import dev.fanfare.crowd.Link;
import dev.fanfare.crowd.Listener;
import dev.fanfare.crowd.SocketLink;
import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several who publish in turn, so many messages a second in all, without being in the room. Owned
 * by the crowd's thread.
 */
final class CrowdPublishers implements Listener {
  /** What ends it all. */
  static final Id LAST = new Id(Subscriber.LAST, 1);

  private static final int PUBLISHERS = 10;

  private final String room;
  private final List<SocketLink> links = new ArrayList<>();
  private final List<Ack> acks = new ArrayList<>();
  private final Map<Id, Position> places = new HashMap<>();
  private int said;

  CrowdPublishers(String room, Crowd crowd) throws IOException {
    this.room = room;
    for (int i = 0; i < PUBLISHERS; i++) {
      links.add(new SocketLink(i, crowd, "", "fanfare.v1.json", false, this));
    }
  }

  List<? extends Link> links() {
    return links;
  }

  int said() {
    return said;
  }

  /** Whose turn it is says its next one. */
  void say() {
    int publisher = said % PUBLISHERS;
    Id id = new Id("p" + publisher, 1 + said / PUBLISHERS);
    links.get(publisher).say(CrowdScript.publish(room, id));
    said++;
  }

  void sayLast() {
    links.get(0).say(CrowdScript.publish(room, LAST));
  }

  List<Ack> acks() {
    return acks;
  }

  /** Where what was acknowledged is. */
  Map<Id, Position> places() {
    return places;
  }

  @Override
  public void heard(Link link, byte[] bytes, int from, int to) {
    JsonObject event = CrowdScript.json(bytes, from, to);
    switch (event.getString("type")) {
      case "ack" -> {
        String ref = event.getString("ref");
        int dash = ref.indexOf('-');
        Id id = new Id(ref.substring(0, dash), Integer.parseInt(ref.substring(dash + 1)));
        Position position = Position.parse(event.getString("position"));
        acks.add(new Ack(id, position));
        places.put(id, position);
      }
      case "error" -> throw new IllegalStateException("Refused: " + event);
      default -> {}
    }
  }

  @Override
  public void ended(Link link, int code) {
    throw new IllegalStateException("Publisher " + link.number() + " was closed with " + code);
  }
}
