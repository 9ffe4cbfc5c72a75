package dev.fanfare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports that were free a moment ago, for programs that must be told one, and for servers that come
 * back to theirs. Who can listen on port 0 does that. The kernel gives none of them to outgoing
 * connections: those begin at 32768.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int OUTGOING = 32_768;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  public static int one() {
    return some(1).get(0);
  }

  /** All different, and none that was given before. */
  public static List<Integer> some(int count) {
    return new Random()
        .ints(FIRST, OUTGOING)
        .filter(port -> isFree(port) && GIVEN.add(port))
        .limit(count)
        .boxed()
        .toList();
  }

  private static boolean isFree(int port) {
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
