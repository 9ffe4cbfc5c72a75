package dev.fanfare.torture;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Follows server-sent events, as the HTML standard (section 9.2) reads them. */
final class StreamSubscriber extends Subscriber {
  private String id = "";
  private String event = "";
  private String data = "";

  StreamSubscriber(String name, Target target, Position start, boolean flapping, long seed) {
    super(name, target, start, flapping, seed);
  }

  @Override
  void connection() throws IOException, InterruptedException {
    HttpRequest request =
        Wire.request(target.messages(""))
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", at().toString())
            .build();
    HttpResponse<InputStream> response = Wire.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      if (response.statusCode() == 503) {
        throw new IOException("Refused: " + lines.readLine());
      } else if (response.statusCode() != 200) {
        throw new IllegalStateException("Refused: " + response + " " + lines.readLine());
      }
      connected();
      event = "";
      data = "";
      id = at().toString();
      while (goesOn()) {
        // The server's heartbeats bound this wait.
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("The stream ended");
        }
        line(line);
      }
    }
  }

  private void line(String line) {
    if (line.startsWith("id: ")) {
      id = line.substring(4);
    } else if (line.startsWith("event: ")) {
      event = line.substring(7);
    } else if (line.startsWith("data: ")) {
      data = line.substring(6);
    } else if (line.isEmpty()) {
      dispatch(Position.parse(id));
      event = "";
      data = "";
    }
  }

  private void dispatch(Position position) {
    switch (event) {
      case "message" -> {
        JsonObject message = new JsonObject(data);
        if (!message.getString("position").equals(id)) {
          throw new IllegalStateException("The id is " + id + " of " + message);
        }
        message(position, message.getString("body"));
      }
      case "gap" -> gap(position);
      default -> whole(position); // a block without data is no event, but its id counts
    }
  }
}
