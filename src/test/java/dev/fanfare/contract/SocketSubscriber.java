package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;

/**
 * Follows over {@code fanfare.v1.json}, joining with a command and, every second time, in the URL.
 * That a join did not recover is the gap.
 */
final class SocketSubscriber implements Subscriber {
  private final Api api;
  private Socket socket;
  private String position = "";
  private boolean gap;
  private boolean inUrl = true;

  SocketSubscriber(Api api) {
    this.api = api;
  }

  @Override
  public void open(String room, String since) {
    inUrl = !inUrl && !room.startsWith("@");
    String from = since.isEmpty() ? "" : "&since=" + Api.encoded(since);
    socket = new Socket(api, inUrl ? "room=" + Api.encoded(room) + from : "");
    try {
      if (!inUrl) {
        JsonObject join = new JsonObject().put("type", "join").put("ref", "j").put("room", room);
        socket.send(since.isEmpty() ? join : join.put("since", since));
      }
      JsonObject joined = socket.next("joined");
      gap = !joined.getBoolean("recovered");
      position = since.contains("-") ? since : since.isEmpty() ? joined.getString("position") : "";
    } catch (Refused refused) {
      socket.close();
      throw refused;
    }
  }

  @Override
  public JsonObject next() {
    if (gap) {
      gap = false;
      return new JsonObject().put("type", "gap");
    }
    while (true) {
      JsonObject frame = socket.next();
      switch (frame.getString("type")) {
        case "message", "gap" -> {
          position = frame.getString("position");
          return frame;
        }
        case "presence", "signal" -> {}
        default -> throw api.server().failure("Who asked for " + frame, null);
      }
    }
  }

  @Override
  public String lastPosition() {
    return position;
  }

  @Override
  public void close() {
    socket.close();
  }
}
