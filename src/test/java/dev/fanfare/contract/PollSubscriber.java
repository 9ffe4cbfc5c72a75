package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/** Follows with long polls, each from the position that the last answer told. */
final class PollSubscriber implements Subscriber {
  private static final int LIMIT = 7;

  private final Api api;
  private final Deque<JsonObject> ready = new ArrayDeque<>();
  private String room = "";
  private String position = "";
  private String asked = "";

  PollSubscriber(Api api) {
    this.api = api;
  }

  @Override
  public void open(String room, String since) {
    this.room = room;
    ready.clear();
    asked = since.isEmpty() || since.equals("now") ? api.position(room) : since;
    position = asked;
    if (room.startsWith("@")) {
      api.position(room); // refused now, if at all
    }
  }

  @Override
  public JsonObject next() {
    while (ready.isEmpty()) {
      JsonObject page = api.page(room, "wait=10&limit=" + LIMIT + "&since=" + asked);
      if (page.getBoolean("gap")) {
        ready.add(gap());
      }
      ready.addAll(Api.messages(page));
      asked = page.getString("position");
    }
    JsonObject next = ready.poll();
    position = ready.isEmpty() ? asked : next.getString("position");
    return next;
  }

  /** Where the gap ends is told to who wants no messages. */
  private JsonObject gap() {
    JsonObject page = api.page(room, "limit=0&since=" + asked);
    return new JsonObject().put("type", "gap").put("position", page.getString("position"));
  }

  @Override
  public String lastPosition() {
    return position;
  }

  @Override
  public void close() {}
}
