package dev.fanfare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real load balancer in front of three nodes of this machine, with the configuration that Fanfare
 * ships but for the ports. Any thread.
 */
public final class Balancer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** The balancers, and how each is told to run a configuration in the foreground. */
  public enum Kind {
    NGINX("conf/nginx.conf", Map.of(), "nginx", "-g", "daemon off;", "-c"),
    /** As many have it in front already. */
    NGINX_THAT_BUFFERS(
        "conf/nginx.conf",
        Map.of("proxy_buffering off;", "proxy_buffering on;"),
        "nginx",
        "-g",
        "daemon off;",
        "-c"),
    HAPROXY("conf/haproxy.cfg", Map.of(), "haproxy", "-db", "-f");

    private final Path shipped;
    private final Map<String, String> changes;
    private final List<String> command;

    Kind(String shipped, Map<String, String> changes, String... command) {
      this.shipped = Path.of(shipped);
      this.changes = changes;
      this.command = List.of(command);
    }
  }

  private final Process process;
  private final Path log;
  private final int port;

  private Balancer(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Returns when it has found a node that is ready.
   *
   * @param folder for its files
   * @param nodes the ports of three nodes, there or not
   * @param changes of the configuration: what stands there, and what shall
   */
  public static Balancer start(
      Kind kind, Path folder, List<Integer> nodes, Map<String, String> changes)
      throws IOException, InterruptedException {
    int port = FreePorts.one();
    String text = Files.readString(kind.shipped);
    for (Map<String, String> some : List.of(kind.changes, changes)) {
      for (Map.Entry<String, String> change : some.entrySet()) {
        text = replace(text, change.getKey(), change.getValue());
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      text = replace(text, "127.0.0.1:808" + (i + 1), "127.0.0.1:" + nodes.get(i));
    }
    text =
        kind == Kind.HAPROXY
            ? replace(text, "bind :8080", "bind 127.0.0.1:" + port)
            : replace(text, "listen 8080;", "listen 127.0.0.1:" + port + ";");
    text = text.replace("/tmp/fanfare-nginx.pid", folder.resolve("pid").toString());
    List<String> command = new ArrayList<>(kind.command);
    command.add(Files.writeString(folder.resolve("balancer.conf"), text).toString());
    Path log = folder.resolve("balancer.log");
    Balancer balancer =
        new Balancer(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start(),
            log,
            port);
    balancer.awaitANode();
    if (kind == Kind.HAPROXY) {
      balancer.awaitDown(nodes.stream().filter(node -> !listens(node)).count());
    }
    return balancer;
  }

  private static String replace(String text, String what, String by) {
    if (!text.contains(what)) {
      throw new IllegalArgumentException("The configuration does not say " + what);
    }
    return text.replace(what, by);
  }

  private void awaitANode() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        HttpRequest request = HttpRequest.newBuilder(http().resolve("/health/ready")).build();
        if (HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("The balancer found no node:\n" + said());
  }

  /**
   * HAProxy takes a node for one that is up until it has looked twice. A request that just tries it
   * again, when it turns out to be down, is cut off with all that it has.
   */
  private void awaitDown(long nodes) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (said().split("Server sessions/\\w+ is DOWN", -1).length - 1 < nodes) {
      if (System.nanoTime() > end || process.waitFor(10, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("The balancer did not find that nodes are down:\n" + said());
      }
    }
  }

  private static boolean listens(int port) {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** Where it is. */
  public URI http() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Where it is for WebSockets. */
  public URI ws(String pathAndQuery) {
    return URI.create("ws://127.0.0.1:" + port + pathAndQuery);
  }

  /** All that it complained of. */
  public String said() {
    try {
      return Files.readString(log);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
