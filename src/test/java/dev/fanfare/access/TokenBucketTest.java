package dev.fanfare.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBucketTest {

  @Test
  void aBurstThenTheRate() {
    TokenBucket bucket = new TokenBucket(10, 3);
    for (int i = 0; i < 3; i++) assertThat(bucket.take(1_000)).isZero();
    assertThat(bucket.take(1_000)).isEqualTo(100);
    assertThat(bucket.take(1_099)).isEqualTo(1);
    assertThat(bucket.take(1_100)).isZero();
    assertThat(bucket.take(1_100)).isEqualTo(100);
  }

  @Test
  void whatItSaysIsTrue() {
    TokenBucket bucket = new TokenBucket(7, 1);
    bucket.take(0);
    long wait = bucket.take(0);
    assertThat(wait).isEqualTo(143);
    assertThat(bucket.take(wait - 1)).isPositive();
    assertThat(bucket.take(wait)).isZero();
  }

  @Test
  void aRestBringsBackTheBurstAndNoMore() {
    TokenBucket bucket = new TokenBucket(10, 3);
    for (int i = 0; i < 3; i++) bucket.take(0);
    assertThat(bucket.isFull(299)).isFalse();
    assertThat(bucket.isFull(300)).isTrue();
    for (int i = 0; i < 3; i++) assertThat(bucket.take(1_000_000)).isZero();
    assertThat(bucket.take(1_000_000)).isPositive();
  }

  @Test
  void rateZeroIsNoLimit() {
    TokenBucket bucket = new TokenBucket(0, 0);
    for (int i = 0; i < 1_000; i++) assertThat(bucket.take(0)).isZero();
    assertThat(bucket.isFull(0)).isTrue();
  }

  @Test
  void aClockThatWasSetBackLocksNobodyOut() {
    TokenBucket bucket = new TokenBucket(10, 3);
    for (int i = 0; i < 4; i++) bucket.take(10_000_000);
    assertThat(bucket.take(0)).isEqualTo(100);
    assertThat(bucket.take(100)).isZero();
  }

  @Test
  void timeMayBeginAnywhere() {
    TokenBucket bucket = new TokenBucket(10, 1);
    assertThat(bucket.take(-5_000_000)).isZero();
    assertThat(bucket.take(-5_000_000)).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,10", "50,100", "20000,1", "2000000,5"})
  void neverMoreThanBurstAndRate(int rate, int burst) {
    TokenBucket bucket = new TokenBucket(rate, burst);
    Random random = new Random(rate);
    long now = 0;
    long taken = 0;
    for (int i = 0; i < 20_000; i++) {
      now += random.nextInt(3);
      if (bucket.take(now) == 0) taken++;
    }
    assertThat(taken).isLessThanOrEqualTo(burst + now * rate / 1_000 + 1);
  }
}
