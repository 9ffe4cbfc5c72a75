package dev.fanfare.torture;

import dev.fanfare.message.Position;
import java.io.IOException;

/**
 * Follows over {@code fanfare.v1.json}, but stops reading again and again until the publishers are
 * far ahead. Its kernel keeps little for it, so that the server feels it. Owned by its thread.
 */
final class LaggingSubscriber extends Subscriber {
  private static final int READ_AT_ONCE = 600;

  private final Acks acks;
  private final int lag;

  /**
   * @param lag how many messages it lets pass each time
   */
  LaggingSubscriber(
      String name, Target target, Position start, Acks acks, int lag, boolean flapping, long seed) {
    super(name, target, start, flapping, seed);
    this.acks = acks;
    this.lag = lag;
  }

  @Override
  void connection() throws IOException, InterruptedException {
    try (Socket socket = Socket.narrow(target.socket("room=" + target.room() + "&since=" + at()))) {
      connected();
      int untilPause = 1 + random.nextInt(READ_AT_ONCE);
      while (goesOn()) {
        if (--untilPause == 0) {
          untilPause = 1 + random.nextInt(READ_AT_ONCE);
          acks.await(acks.count() + lag);
        }
        SocketSubscriber.frame(this, socket.nextJson());
      }
    }
  }
}
