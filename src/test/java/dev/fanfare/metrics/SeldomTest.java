package dev.fanfare.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomTest {
  @Test
  void oneWordAMinute() {
    AtomicLong time = new AtomicLong(-5);
    Seldom word = new Seldom(time::get);
    assertThat(word.now()).isTrue();
    assertThat(word.now()).isFalse();
    time.addAndGet(59_999);
    assertThat(word.now()).isFalse();
    time.incrementAndGet();
    assertThat(word.now()).isTrue();
    assertThat(word.now()).isFalse();
  }
}
