package dev.fanfare.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a process listens to, as Linux tells it. */
final class ListeningPorts {
  private static final String LISTEN = "0A";

  private ListeningPorts() {}

  static boolean canBeTold() {
    return Files.isReadable(Path.of("/proc/self/net/tcp"));
  }

  /** The TCP ports at which the process waits for connections. */
  static Set<Integer> of(long pid) throws IOException {
    Set<String> sockets = sockets(pid);
    Set<Integer> ports = new TreeSet<>();
    for (String table : new String[] {"tcp", "tcp6"}) {
      Path file = Path.of("/proc", Long.toString(pid), "net", table);
      if (!Files.exists(file)) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        String[] column = line.strip().split(" +");
        if (column[3].equals(LISTEN) && sockets.contains("socket:[" + column[9] + "]")) {
          ports.add(Integer.parseInt(column[1].substring(column[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          sockets.add(Files.readSymbolicLink(file).toString());
        } catch (IOException closed) {
          // meanwhile
        }
      }
    }
    return sockets;
  }
}
