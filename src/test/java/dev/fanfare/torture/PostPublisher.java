package dev.fanfare.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes with POST, one after the other, and now and then does not wait for the answer but asks
 * again; with the same key. Owned by its thread.
 */
final class PostPublisher extends Publisher {
  private static final int ONE_IN = 50;

  private int tried;

  PostPublisher(String name, Target target, Acks acks, int count, long seed) {
    super(name, target, acks, count, seed);
  }

  @Override
  void connection() throws IOException, InterruptedException {
    while (acknowledged() < count) {
      awaitVoice();
      post(acknowledged() + 1);
      rest();
    }
  }

  private void post(int sequence) throws IOException, InterruptedException {
    repeating(tried == sequence ? 1 : 0);
    tried = sequence;
    HttpRequest request =
        Wire.request(target.messages("guest=" + guest()))
            .header("Content-Type", "text/plain; charset=utf-8")
            .header("Idempotency-Key", key(sequence))
            .POST(BodyPublishers.ofString(body(sequence)))
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        Wire.CLIENT.sendAsync(request, BodyHandlers.ofString());
    if (random.nextInt(ONE_IN) == 0) {
      answer.cancel(true);
      repeating(1);
      answer = Wire.CLIENT.sendAsync(request, BodyHandlers.ofString());
    }
    HttpResponse<String> response = Wire.get(answer);
    switch (response.statusCode()) {
      case 200, 201 ->
          acknowledged(sequence, new JsonObject(response.body()).getString("position"));
      // 503: not now; 502: the balancer has it from a node that died
      case 502, 503 -> throw new IOException(response + " " + response.body());
      default -> throw new IllegalStateException(response + " " + response.body());
    }
  }
}
