package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.access.AddressLimits.Rules;
import dev.fanfare.message.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {
  private static final String ANN = "192.0.2.1";
  private static final String BOB = "192.0.2.2";

  private final AddressLimits limits = new AddressLimits(new Rules(2, 3, 10, 5, 4));

  @Test
  void sessionsAreCountedByAddress() {
    assertThat(limits.acquire(ANN)).isNull();
    assertThat(limits.acquire(ANN)).isNull();
    assertThat(limits.acquire(ANN))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(Code.TOO_MANY))
        .satisfies(refusal -> assertThat(refusal.retryMillis()).isPositive());
    assertThat(limits.acquire(BOB)).isNull();
    limits.release(ANN);
    assertThat(limits.acquire(ANN)).isNull();
  }

  @Test
  void handshakesHaveARate() {
    for (int i = 0; i < 3; i++) assertThat(limits.handshake(ANN, 0)).isNull();
    assertThat(limits.handshake(ANN, 0))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(Code.RATE_LIMITED))
        .satisfies(refusal -> assertThat(refusal.retryMillis()).isEqualTo(334));
    assertThat(limits.handshake(BOB, 0)).isNull();
    assertThat(limits.handshake(ANN, 334)).isNull();
  }

  @Test
  void postsHaveARateOfTheirOwn() {
    for (int i = 0; i < 5; i++) assertThat(limits.post(ANN, 0)).isNull();
    assertThat(limits.post(ANN, 0)).satisfies(r -> assertThat(r.retryMillis()).isEqualTo(100));
    assertThat(limits.handshake(ANN, 0)).isNull();
    assertThat(limits.post(ANN, 100)).isNull();
  }

  @Test
  void anIpv6AddressCountsAsItsNetwork() {
    assertThat(limits.acquire("2001:db8:0:1::1")).isNull();
    assertThat(limits.acquire("2001:db8:0:1:ffff::2")).isNull();
    assertThat(limits.acquire("2001:db8:0:1::3")).isNotNull();
    assertThat(limits.acquire("2001:db8:0:2::1")).isNull();
    limits.release("2001:db8:0:1::1");
    assertThat(limits.acquire("2001:db8:0:1::3")).isNull();
  }

  @Test
  void zeroIsNoLimit() {
    AddressLimits none = new AddressLimits(new Rules(0, 0, 0, 0, 4));
    for (int i = 0; i < 1_000; i++) {
      assertThat(none.handshake(ANN, 0)).isNull();
      assertThat(none.acquire(ANN)).isNull();
      assertThat(none.post(ANN, 0)).isNull();
    }
    for (int i = 0; i < 1_000; i++) none.release(ANN);
    assertThat(none.size()).isZero();
  }

  @Test
  void endedSessionsLeaveNothing() {
    limits.acquire(ANN);
    limits.release(ANN);
    limits.release(ANN);
    assertThat(limits.size()).isZero();
  }

  @Test
  void theRecoveredAreForgottenAsOthersCome() {
    AddressLimits wide = new AddressLimits(new Rules(0, 3, 10, 5, 1_000));
    for (int i = 0; i < 100; i++) wide.post("10.0.0." + i, 0);
    assertThat(wide.size()).isEqualTo(100);
    for (int i = 0; i < 100; i++) wide.post("10.0.1." + i, 10_000);
    assertThat(wide.size()).isEqualTo(100);
    wide.post("10.0.2.1", 20_000);
    assertThat(wide.size()).isEqualTo(99);
  }

  @Test
  void aFloodOfAddressesIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      limits.handshake("10.0." + i / 250 + "." + i % 250, 0);
      assertThat(limits.size()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void whoIsBusyIsRememberedLongest() {
    for (int i = 0; i < 5; i++) limits.post(ANN, 0);
    for (int i = 0; i < 100; i++) {
      limits.post("10.0.0." + i, 0);
      assertThat(limits.post(ANN, 0)).isNotNull();
    }
  }

  @Test
  void loopsDoNotDisturbEachOther() throws Exception {
    AddressLimits shared = new AddressLimits(new Rules(100, 0, 10, 1_000, 100));
    AtomicInteger posts = new AtomicInteger();
    AtomicInteger sessions = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  if (shared.post(ANN, 0) == null) posts.incrementAndGet();
                  if (shared.acquire(ANN) == null) sessions.incrementAndGet();
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) thread.join();
    assertThat(posts).hasValue(1_000);
    assertThat(sessions).hasValue(100);
  }
}
