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
  private static final int IPV4_HEX = 8;

  private ListeningPorts() {}

  static boolean canBeTold() {
    return Files.isReadable(Path.of("/proc/self/net/tcp"));
  }

  /** The TCP ports at which the process waits for connections. */
  static Set<Integer> of(long pid) throws IOException {
    Set<Integer> ports = new TreeSet<>();
    for (String socket : addresses(pid, "tcp")) {
      ports.add(Integer.parseInt(socket.substring(socket.lastIndexOf(':') + 1)));
    }
    return ports;
  }

  /**
   * Where the process waits for connections, or has a socket for datagrams: {@code 127.0.0.1:5701},
   * {@code 0.0.0.0:8080} for all addresses.
   *
   * @param protocol tcp or udp
   */
  static Set<String> addresses(long pid, String protocol) throws IOException {
    Set<String> sockets = sockets(pid);
    Set<String> addresses = new TreeSet<>();
    for (String table : new String[] {protocol, protocol + "6"}) {
      Path file = Path.of("/proc", Long.toString(pid), "net", table);
      if (!Files.exists(file)) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        String[] column = line.strip().split(" +");
        if (sockets.contains("socket:[" + column[9] + "]")
            && (protocol.equals("udp") || column[3].equals(LISTEN))) {
          addresses.add(address(column[1]));
        }
      }
    }
    return addresses;
  }

  /** The kernel writes the bytes of each 32 bits from the last to the first. */
  private static String address(String hex) {
    String[] part = hex.split(":");
    String last = part[0].substring(part[0].length() - IPV4_HEX);
    StringBuilder ip = new StringBuilder();
    for (int i = IPV4_HEX - 2; i >= 0; i -= 2) {
      ip.append(ip.isEmpty() ? "" : ".").append(Integer.parseInt(last.substring(i, i + 2), 16));
    }
    return ip + ":" + Integer.parseInt(part[1], 16);
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
