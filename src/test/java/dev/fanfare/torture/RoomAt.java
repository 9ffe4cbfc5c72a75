package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A room as one node gives it, over HTTP. Any thread. */
record RoomAt(URI node, String room) {

  /** What the room answers to somebody who comes back. */
  JsonObject since(Position position) throws IOException, InterruptedException {
    HttpResponse<String> response = read("since=" + position);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  HttpResponse<String> read(String query) throws IOException, InterruptedException {
    return Wire.send(Wire.request(messages(query)).build(), BodyHandlers.ofString());
  }

  /** Stores it, and fails if that fails. */
  Position post(String body) throws IOException, InterruptedException {
    return position(tryToPost(body));
  }

  HttpResponse<String> tryToPost(String body) throws IOException, InterruptedException {
    return Wire.send(
        Wire.request(messages("")).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  /** Under way at once; always from the same guest, so that the key means the same. */
  CompletableFuture<HttpResponse<String>> postOnce(String key, String body) {
    HttpRequest request =
        Wire.request(messages("guest=the-one-who-says-it-twice"))
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    return Wire.CLIENT.sendAsync(request, BodyHandlers.ofString());
  }

  /** Where it is stored. */
  static Position position(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
    return Position.parse(new JsonObject(response.body()).getString("position"));
  }

  private URI messages(String query) {
    return node.resolve("/rooms/" + room + "/messages?" + query);
  }
}
