package dev.fanfare.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An IP address, read without ever asking a name server. An IPv4-mapped IPv6 one is IPv4. */
record Ip(InetAddress address) {
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9_.-]{1,32})?");

  /** Null if it is none. */
  static @Nullable Ip parse(String text) {
    try {
      if (V4.matcher(text).matches()) return v4(text);
      if (text.indexOf(':') < 0 || !V6.matcher(text).matches()) return null;
      int scope = text.indexOf('%');
      // With a colon in it, Java takes it for an address or throws.
      return new Ip(InetAddress.getByName(scope < 0 ? text : text.substring(0, scope)));
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** The address with or without a port, as proxies write it: {@code 1.2.3.4:5, [::1]:5, ::1}. */
  static @Nullable Ip parseNode(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? null : parse(text.substring(1, end));
    }
    int colon = text.indexOf(':');
    boolean withPort = colon >= 0 && colon == text.lastIndexOf(':');
    return parse(withPort ? text.substring(0, colon) : text);
  }

  private static @Nullable Ip v4(String text) throws UnknownHostException {
    byte[] bytes = new byte[4];
    String[] parts = text.split("\\.", -1);
    for (int i = 0; i < 4; i++) {
      int part = Integer.parseInt(parts[i]);
      if (part > 255) return null;
      bytes[i] = (byte) part;
    }
    return new Ip(InetAddress.getByAddress(bytes));
  }

  /** What counts as one address: an IPv4 address, the /64 of an IPv6 one. */
  String block() {
    if (address instanceof Inet4Address) return toString();
    int[] groups = groups();
    for (int i = 4; i < 8; i++) groups[i] = 0;
    return text(groups) + "/64";
  }

  /** The one way to write it (RFC 5952). */
  @Override
  public String toString() {
    return address instanceof Inet4Address ? address.getHostAddress() : text(groups());
  }

  private int[] groups() {
    byte[] bytes = address.getAddress();
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    return groups;
  }

  /** The longest run of two or more zeros, the first of equals, becomes two colons. */
  private static String text(int[] groups) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) end++;
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        if (text.length() > 0 && text.charAt(text.length() - 1) != ':') text.append(':');
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
