package dev.fanfare.bench.fanout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is said: a mark, who said it, the how many-th it is, and when it was due, in digits; then
 * letters up to its size. The mark is in nothing else that comes, so that it is found whatever the
 * message is wrapped in.
 */
final class Message {
  static final int LENGTH = 1 + 4 + 9 + 16;
  private static final byte MARK = '~';

  private Message() {}

  static byte[] of(int publisher, int sequence, long nanos, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'x');
    String head = String.format("~%04d%09d%016d", publisher, sequence, nanos);
    System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, LENGTH);
    return bytes;
  }

  /** Where the first digit is, or -1. */
  static int find(byte[] bytes, int from, int to) {
    for (int i = from; i <= to - LENGTH; i++) {
      if (bytes[i] == MARK) {
        return i + 1;
      }
    }
    return -1;
  }

  static int publisher(byte[] bytes, int found) {
    return (int) digits(bytes, found, 4);
  }

  static int sequence(byte[] bytes, int found) {
    return (int) digits(bytes, found + 4, 9);
  }

  static long nanos(byte[] bytes, int found) {
    return digits(bytes, found + 13, 16);
  }

  private static long digits(byte[] bytes, int from, int count) {
    long number = 0;
    for (int i = from; i < from + count; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }
}
