package dev.fanfare.it;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Plain HTTP with a server, one request after the other. */
final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(FanfareJar.PATIENCE)
          .build();

  private final FanfareJar server;

  Http(FanfareJar server) {
    this.server = server;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> post(String path, String text, String... headers) {
    return send(
        request(path, headers)
            .setHeader("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofString(text)));
  }

  HttpResponse<String> post(String path, byte[] bytes) {
    return send(
        request(path)
            .setHeader("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(bytes)));
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(path)).timeout(FanfareJar.PATIENCE);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw (AssertionError)
          server.failure("No answer to " + request.build() + ": " + failed).initCause(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** The body of an error, after a look at its type. */
  static JsonObject problem(HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("none");
    if (!type.startsWith("application/problem+json")) {
      throw new AssertionError(
          response + " is not application/problem+json but " + type + ": " + response.body());
    }
    return new JsonObject(response.body());
  }
}
