package dev.fanfare.access;

import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one address may use. An IPv6 address counts as its /64, which is what one household gets.
 * Shared by all loops; a monitor guards a few map accesses. Time is an argument, in milliseconds.
 *
 * <p>Bounded: sessions are counted only while they are there; of the rates, those that have
 * recovered are forgotten as new addresses come, and above {@code mostAddresses} the one unseen for
 * longest.
 */
public final class AddressLimits {
  private static final long RETRY_TOO_MANY = 10_000;

  /** 0 means no limit, everywhere. */
  public record Rules(
      int sessions, int handshakesPerSecond, int postsPerSecond, int postBurst, int mostAddresses) {
    public static final int MOST_ADDRESSES = 50_000;
  }

  private record Rates(TokenBucket handshakes, TokenBucket posts) {}

  private final Rules rules;
  private final Map<String, Integer> sessions = new HashMap<>();
  private final LinkedHashMap<String, Rates> rates = new LinkedHashMap<>(16, 0.75f, true);

  public AddressLimits(Rules rules) {
    this.rules = rules;
  }

  /** A new connection wants in: null, or why it must wait. */
  public @Nullable Refusal handshake(String address, long now) {
    if (rules.handshakesPerSecond() == 0) return null;
    long wait;
    synchronized (this) {
      wait = rates(address, now).handshakes().take(now);
    }
    return wait == 0 ? null : limited("Too many new connections from this address.", wait);
  }

  /** A POST came: null, or why it must wait. */
  public @Nullable Refusal post(String address, long now) {
    if (rules.postsPerSecond() == 0) return null;
    long wait;
    synchronized (this) {
      wait = rates(address, now).posts().take(now);
    }
    return wait == 0 ? null : limited("Too many messages from this address.", wait);
  }

  /** A session begins: null, and {@link #release} must follow; or why there may be no more. */
  public synchronized @Nullable Refusal acquire(String address) {
    String block = block(address);
    int there = sessions.getOrDefault(block, 0);
    if (rules.sessions() > 0 && there >= rules.sessions()) {
      return Refusal.of(
              Code.TOO_MANY, "This address has " + there + " sessions; that is the limit.")
          .retryAfter(RETRY_TOO_MANY);
    }
    sessions.put(block, there + 1);
    return null;
  }

  /** A session that was acquired has ended. */
  public synchronized void release(String address) {
    sessions.computeIfPresent(block(address), (a, there) -> there > 1 ? there - 1 : null);
  }

  /** How many addresses are remembered. */
  synchronized int size() {
    return sessions.size() + rates.size();
  }

  private Rates rates(String address, long now) {
    String block = block(address);
    Rates known = rates.get(block);
    if (known != null) return known;
    forget(now);
    Rates fresh =
        new Rates(
            new TokenBucket(rules.handshakesPerSecond(), rules.handshakesPerSecond()),
            new TokenBucket(rules.postsPerSecond(), rules.postBurst()));
    rates.put(block, fresh);
    return fresh;
  }

  /** Two looks for each newcomer: enough to shrink, and never a long search. */
  private void forget(long now) {
    Iterator<Rates> eldest = rates.values().iterator();
    for (int looks = 0; looks < 2 && eldest.hasNext(); looks++) {
      Rates one = eldest.next();
      boolean recovered = one.handshakes().isFull(now) && one.posts().isFull(now);
      if (recovered || rates.size() >= rules.mostAddresses()) eldest.remove();
    }
  }

  private static String block(String address) {
    if (address.indexOf(':') < 0) return address;
    Ip ip = Ip.parse(address);
    return ip == null ? address : ip.block();
  }

  private static Refusal limited(String what, long wait) {
    return Refusal.of(Code.RATE_LIMITED, what + " Try again later.").retryAfter(wait);
  }
}
