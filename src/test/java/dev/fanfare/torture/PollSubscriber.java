package dev.fanfare.torture;

import dev.fanfare.message.Position;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Follows with long polls of pages of all sizes; a flapping one does not always wait. */
final class PollSubscriber extends Subscriber {
  private static final int LARGEST_PAGE = 200;

  PollSubscriber(String name, Target target, Position start, boolean flapping, long seed) {
    super(name, target, start, flapping, seed);
  }

  @Override
  void connection() throws IOException, InterruptedException {
    connected();
    while (goesOn()) {
      String query = "since=" + at() + "&wait=20&limit=" + (1 + random.nextInt(LARGEST_PAGE));
      CompletableFuture<HttpResponse<String>> answer =
          Wire.CLIENT.sendAsync(
              Wire.request(target.messages(query)).build(), BodyHandlers.ofString());
      if (flapping() && random.nextInt(5) == 0) {
        answer.cancel(true);
        return;
      }
      HttpResponse<String> response = Wire.get(answer);
      if (response.statusCode() == 503 || response.statusCode() == 502) { // not now; a node died
        rest(response);
        throw new IOException(response.body());
      } else if (response.statusCode() != 200) {
        throw new IllegalStateException("Refused: " + response + " " + response.body());
      }
      page(new JsonObject(response.body()));
    }
  }

  /** As long as it is told to, before it asks again. */
  private static void rest(HttpResponse<?> response) throws InterruptedException {
    TimeUnit.SECONDS.sleep(response.headers().firstValueAsLong("Retry-After").orElse(0));
  }

  private void page(JsonObject page) {
    if (page.getBoolean("gap")) {
      gap();
    }
    JsonArray messages = page.getJsonArray("messages");
    for (int i = 0; i < messages.size(); i++) {
      JsonObject message = messages.getJsonObject(i);
      message(Position.parse(message.getString("position")), message.getString("body"));
    }
    whole(Position.parse(page.getString("position")));
  }
}
