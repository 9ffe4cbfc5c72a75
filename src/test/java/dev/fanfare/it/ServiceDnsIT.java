package dev.fanfare.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePorts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that are found by the name of a service, as in Kubernetes; here Java reads it in a file.
 */
class ServiceDnsIT {
  @Test
  void nodesOfOneServiceFindEachOther(@TempDir Path folder) throws IOException {
    Path names =
        Files.writeString(
            folder.resolve("hosts"),
            "127.0.0.1 nodes.chat.svc\n127.0.0.2 nodes.chat.svc\n127.0.0.1 localhost\n");
    int port = FreePorts.one();
    try (FanfareJar a = node("127.0.0.1", port, names).ready();
        FanfareJar b = node("127.0.0.2", port, names).ready()) {
      assertThat(b.out().get(0)).endsWith("reached there by 127.0.0.1:" + port);
      TwoNodes.assertTalking(a, b);
      a.assertOwnWords();
      b.assertOwnWords();
    }
  }

  private static Start node(String host, int port, Path names) {
    return Start.jar()
        .jvm("-Djdk.net.hosts.file=" + names)
        .args("-cluster")
        .conf(
            new JsonObject()
                .put("http", new JsonObject().put("instances", 1))
                .put("drain", new JsonObject().put("notice", "0s").put("spread", "0s"))
                .put(
                    "cluster",
                    new JsonObject()
                        .put("host", host)
                        .put("port", port)
                        .put("size", 2)
                        .put("kubernetes", new JsonObject().put("service-dns", "nodes.chat.svc"))));
  }
}
