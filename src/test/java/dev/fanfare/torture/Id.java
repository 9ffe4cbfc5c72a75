package dev.fanfare.torture;

import java.util.Random;

/** One message: the n-th of a publisher. What it says follows from that, so that all can check. */
record Id(String publisher, int sequence) {
  private static final int SHORT = 600;
  private static final int LONG_ONE_IN = 8;
  private static final int LONG = 20_000;

  /** The message with this body, which must have come as it was sent. */
  static Id read(String body) {
    String word = body.substring(0, body.indexOf(' ') < 0 ? body.length() : body.indexOf(' '));
    int dash = word.lastIndexOf('-');
    Id id = new Id(word.substring(0, dash), Integer.parseInt(word.substring(dash + 1)));
    if (!id.body().equals(body)) {
      throw new IllegalStateException(id + " came garbled: " + id.difference(body));
    }
    return id;
  }

  /** Its own name again and again: nothing else looks like a piece of it. */
  String body() {
    Random random = new Random(31L * sequence + publisher.hashCode());
    int length = random.nextInt(random.nextInt(LONG_ONE_IN) == 0 ? LONG : SHORT);
    String word = this + " ";
    return word + word.repeat(length / word.length());
  }

  private String difference(String body) {
    String right = body();
    int at = 0;
    while (at < Math.min(right.length(), body.length()) && right.charAt(at) == body.charAt(at)) {
      at++;
    }
    return "%d of %d characters, from %d on %s"
        .formatted(
            body.length(),
            right.length(),
            at,
            body.substring(at, Math.min(body.length(), at + 60)));
  }

  @Override
  public String toString() {
    return publisher + "-" + sequence;
  }
}
