package dev.fanfare.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network in CIDR notation, or one address. Immutable. */
public record Cidr(InetAddress network, int prefix) {

  // Literals only: anything else would be a name, and InetAddress would look it up.
  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or one address.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Cidr parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) throw new IllegalArgumentException(text);
    try {
      InetAddress network = InetAddress.getByName(written.group(1));
      int bits = network.getAddress().length * Byte.SIZE;
      int prefix = written.group(2) == null ? bits : Integer.parseInt(written.group(2));
      if (prefix > bits) throw new IllegalArgumentException(text);
      return new Cidr(network, prefix);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Whether the address lies in this network; never true between IPv4 and IPv6. */
  public boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) return false;
    BigInteger difference = new BigInteger(1, ours).xor(new BigInteger(1, theirs));
    return difference.bitLength() <= ours.length * Byte.SIZE - prefix;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}
