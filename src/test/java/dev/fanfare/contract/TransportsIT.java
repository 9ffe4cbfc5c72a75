package dev.fanfare.contract;

import static org.junit.jupiter.api.Assumptions.abort;

import io.vertx.core.json.JsonObject;
import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.Nested;

/**
 * The core of the contract on every way that bytes can take: each of the kernel's, encrypted or
 * not, with one loop or two, past Vert.x or through it.
 */
class TransportsIT {
  private static JsonObject http(String transport, int instances) {
    return new JsonObject().put("transport", transport).put("instances", instances);
  }

  private abstract static class Sockets extends TransportCore {
    @Override
    Subscriber subscriber(Api as) {
      return new SocketSubscriber(as);
    }

    @Override
    boolean tellsWhereTheGapEndsAtOnce() {
      return false;
    }
  }

  private abstract static class Streams extends TransportCore {
    @Override
    Subscriber subscriber(Api as) {
      return new StreamSubscriber(as);
    }

    @Override
    boolean tellsWhereTheGapEndsAtOnce() {
      return true;
    }
  }

  /** The kernel may not have it, or a container may forbid it. */
  private static void requireIoUring() {
    if (Transport.IO_URING == null || !Transport.IO_URING.available()) {
      String message =
          "SKIPPED. This kernel gives us no io_uring, so http.transport=io_uring is not tested here";
      System.err.println(message);
      abort(message);
    }
  }

  @Nested
  class SocketsOnNio extends Sockets {
    @Override
    JsonObject http() {
      return TransportsIT.http("nio", 1);
    }
  }

  @Nested
  class StreamsOnNioEncrypted extends Streams {
    @Override
    JsonObject http() {
      return TransportsIT.http("nio", 2).put("tls", OwnCertificate.files());
    }
  }

  @Nested
  class SocketsOnIoUring extends Sockets {
    @Override
    JsonObject http() {
      requireIoUring();
      return TransportsIT.http("io_uring", 2);
    }
  }

  @Nested
  class StreamsOnIoUringEncrypted extends Streams {
    @Override
    JsonObject http() {
      requireIoUring();
      return TransportsIT.http("io_uring", 1).put("tls", OwnCertificate.files());
    }
  }

  @Nested
  class SocketsEncrypted extends Sockets {
    @Override
    JsonObject http() {
      return TransportsIT.http("auto", 2).put("tls", OwnCertificate.files());
    }
  }

  @Nested
  class SocketsThroughVertx extends Sockets {
    @Override
    JsonObject http() {
      return TransportsIT.http("auto", 2).put("outbound", "plain");
    }
  }

  @Nested
  class SocketsThroughVertxEncrypted extends Sockets {
    @Override
    JsonObject http() {
      return TransportsIT.http("auto", 1)
          .put("outbound", "plain")
          .put("tls", OwnCertificate.files());
    }
  }

  @Nested
  class StreamsThroughVertx extends Streams {
    @Override
    JsonObject http() {
      return TransportsIT.http("auto", 1).put("outbound", "plain");
    }
  }

  @Nested
  class SocketsThatLinger extends Sockets {
    @Override
    JsonObject http() {
      return TransportsIT.http("auto", 2).put("linger", "5ms");
    }
  }
}
