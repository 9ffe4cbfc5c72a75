package dev.fanfare.contract;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Follows server-sent events, as the HTML standard (section 9.2) reads them; it says where it was
 * in the URL and, every second time, in {@code Last-Event-ID}.
 */
final class StreamSubscriber implements Subscriber {
  private final Api api;
  private BufferedReader lines;
  private String position = "";
  private boolean inHeader = true;

  StreamSubscriber(Api api) {
    this.api = api;
  }

  @Override
  public void open(String room, String since) {
    inHeader = !inHeader;
    HttpResponse<InputStream> response =
        inHeader && since.contains("-")
            ? api.stream(room, "since=start", "Last-Event-ID", since)
            : api.stream(
                room, since.isEmpty() ? "" : "since=" + since, "Cache-Control", "no-store");
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      JsonObject problem = new JsonObject(line());
      close();
      throw new Refused(problem.getString("code"), response.statusCode() + " " + problem);
    }
    position = since;
    if (since.isEmpty()) {
      event(); // the block that has nothing but the position
    }
  }

  @Override
  public JsonObject next() {
    while (true) {
      JsonObject event = event();
      if (event != null) {
        return event;
      }
    }
  }

  /** Reads one block; null if it is no event. */
  private JsonObject event() {
    String id = position;
    String type = "message";
    String data = null;
    while (true) {
      String line = line();
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty()) {
        position = id;
        return data == null ? null : checked(type, id, new JsonObject(data));
      } else if (!line.startsWith(":") && !line.startsWith("retry: ")) {
        throw api.server().failure("No line of an event stream: " + line, null);
      }
    }
  }

  private JsonObject checked(String type, String id, JsonObject event) {
    if (!event.getString("type").equals(type) || !event.getString("position").equals(id)) {
      throw api.server().failure("The event " + type + " " + id + " says " + event, null);
    }
    return event;
  }

  /** The server's heartbeats do not bound this wait; the test's own time limit does. */
  private String line() {
    try {
      String line = lines.readLine();
      if (line == null) {
        throw api.server().failure("The stream ended", null);
      }
      return line;
    } catch (IOException failed) {
      throw api.server().failure("The stream broke", failed);
    }
  }

  @Override
  public String lastPosition() {
    return position;
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException gone) {
      // is what was wanted
    }
  }
}
