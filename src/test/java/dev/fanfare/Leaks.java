package dev.fanfare;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether a server's process lost a native buffer: Netty's own detector looks at every buffer, and
 * says so in the log when one is garbage that was never released. Any thread.
 */
public final class Leaks {
  /** What such a process is to be started with. */
  public static final String OPTION = "-Dio.netty.leakDetection.level=paranoid";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] REQUEST =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private Leaks() {}

  /**
   * Has a running server find what it lost: it collects its garbage, then takes buffers for two
   * requests, for that is when Netty looks. To be called before the process is ended and its output
   * read to the end. Does nothing for one that has ended.
   */
  public static void provoke(Process server, int port) {
    if (server.isAlive() && port > 0) {
      collectGarbage(server);
      request(port);
      request(port);
    }
  }

  /** Fails if a server said that it lost a buffer. */
  public static void check(List<String> said) {
    if (said.stream().anyMatch(line -> line.contains("LEAK:"))) {
      throw new AssertionError("The server lost native buffers:\n" + String.join("\n", said));
    }
  }

  private static void collectGarbage(Process server) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process collection =
          new ProcessBuilder(jcmd, Long.toString(server.pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!collection.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        collection.destroyForcibly();
        throw new AssertionError("The server does not collect its garbage");
      }
      if (collection.exitValue() != 0 && server.isAlive()) {
        throw new AssertionError("jcmd GC.run ended with " + collection.exitValue());
      }
    } catch (IOException failed) {
      throw new AssertionError("jcmd of the JDK is needed to look for leaks", failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Whatever the answer is, a buffer is taken to read the request. */
  private static void request(int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress("localhost", port), (int) PATIENCE.toMillis());
      socket.getOutputStream().write(REQUEST);
      InputStream answer = socket.getInputStream();
      answer.readAllBytes();
    } catch (IOException gone) {
      // it stops, or it speaks TLS
    }
  }
}
