package dev.fanfare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports of 127.0.0.1 that were free a moment ago, for programs that must be told one. Somebody else
 * may take one before they do: who can listen on port 0 does that.
 */
public final class FreePorts {
  private FreePorts() {}

  public static int one() {
    return some(1).get(0);
  }

  /** All different. */
  public static List<Integer> some(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      try {
        for (int i = 0; i < count; i++) {
          held.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
        }
        return held.stream().map(ServerSocket::getLocalPort).toList();
      } finally {
        for (ServerSocket socket : held) {
          socket.close();
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("No free ports", failed);
    }
  }
}
