package dev.fanfare.torture;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the event bus of each node and loses some of what is published to rooms; all else
 * passes. Any thread.
 */
final class LossyBus implements AutoCloseable {
  private static final byte[] ROOMS = "fanfare.rooms.".getBytes(StandardCharsets.US_ASCII);
  private static final int NAMED_CODEC = -1;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Random random;
  private final AtomicInteger lost = new AtomicInteger();
  private volatile double share;

  LossyBus(long seed) {
    random = new Random(seed);
  }

  /**
   * Loses from now on.
   *
   * @param of all publications, 0 to 1
   */
  void lose(double of) {
    share = of;
  }

  int lost() {
    return lost.get();
  }

  /** The port at which others reach what listens at that one, which need not be there yet. */
  int before(int port) throws IOException {
    ServerSocket door = keep(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
    run(
        () -> {
          while (true) {
            Socket from = keep(door.accept());
            Socket to = keep(new Socket(InetAddress.getLoopbackAddress(), port));
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            run(() -> messages(from, to));
            run(() -> to.getInputStream().transferTo(from.getOutputStream()), from, to);
          }
        });
    return door.getLocalPort();
  }

  /** Each begins with its length. */
  private void messages(Socket from, Socket to) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream()));
    try (from;
        to) {
      while (true) {
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        if (isForRoom(message) && random.nextDouble() < share) {
          lost.incrementAndGet();
        } else {
          out.writeInt(message.length);
          out.write(message);
        }
        if (in.available() == 0) {
          out.flush();
        }
      }
    }
  }

  /** Version, codec, its name if it has one, whether to one or all, address. */
  private static boolean isForRoom(byte[] message) {
    ByteBuffer rest = ByteBuffer.wrap(message);
    rest.get();
    if (rest.get() == NAMED_CODEC) {
      rest.get(new byte[rest.getInt()]);
    }
    rest.get();
    byte[] address = new byte[rest.getInt()];
    rest.get(address);
    return address.length > ROOMS.length
        && ByteBuffer.wrap(address, 0, ROOMS.length).equals(ByteBuffer.wrap(ROOMS));
  }

  private synchronized <T extends AutoCloseable> T keep(T what) {
    open.add(what);
    return what;
  }

  private interface Work {
    void go() throws IOException;
  }

  /** Until one of the ends is gone; the other goes then too. */
  private static void run(Work work, Socket... ends) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.go();
              } catch (IOException gone) {
                // as it happens
              }
              for (Socket end : ends) {
                try {
                  end.close();
                } catch (IOException gone) {
                  // all the better
                }
              }
            },
            "lossy bus");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
