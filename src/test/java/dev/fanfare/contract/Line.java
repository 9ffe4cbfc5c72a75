package dev.fanfare.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network between clients and a server, which can be cut: what is under way is lost, and who
 * comes again gets through again. Any thread.
 */
final class Line implements AutoCloseable {
  private final Server server;
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answersToLose = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  Line(Server server) {
    this.server = server;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    start(this::accept);
  }

  /** {@code localhost:PORT}. */
  String authority() {
    return "localhost:" + listening.getLocalPort();
  }

  /** Cuts all connections. */
  void cut() {
    sockets.forEach(this::close);
  }

  /**
   * The next so many times that the server says something, the connection is cut instead: what was
   * asked is done, and nobody knows.
   */
  void loseAnswers(int count) {
    answersToLose.set(count);
  }

  int answersToLose() {
    return answersToLose.get();
  }

  /** Connections that were made so far. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException gone) {
      // is what was wanted
    }
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        URI to = server.address();
        Socket upstream = new Socket(to.getHost(), to.getPort());
        connections.incrementAndGet();
        sockets.add(client);
        sockets.add(upstream);
        start(() -> pump(client, upstream, false));
        start(() -> pump(upstream, client, true));
      } catch (IOException closed) {
        // or the client is gone already
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[4096];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          break;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException cut) {
      // and so is the other half
    }
    close(from);
    close(to);
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException gone) {
      // is what was wanted
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
