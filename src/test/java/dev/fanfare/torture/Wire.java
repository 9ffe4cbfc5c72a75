package dev.fanfare.torture;

import dev.fanfare.Figures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The JDK's HTTP client, asked one thing after the other. */
final class Wire {
  static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Target.PATIENCE)
          .build();

  private Wire() {}

  static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Target.PATIENCE);
  }

  static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return get(CLIENT.sendAsync(request, handler));
  }

  /** What a server counts. */
  static Figures figures(URI server) throws IOException, InterruptedException {
    HttpRequest request = request(server.resolve("/metrics")).build();
    return Figures.read(send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** The result; failures are those of the connection. */
  static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(Target.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("Nothing came for " + Target.PATIENCE, late);
    }
  }
}
