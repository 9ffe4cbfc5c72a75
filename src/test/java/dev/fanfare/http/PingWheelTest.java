package dev.fanfare.http;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One timer looks at all sockets, again and again. */
@ExtendWith(VertxExtension.class)
class PingWheelTest {
  @Test
  void whoFailsDisturbsNobodyElse(Vertx vertx) throws Exception {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        v -> {
          PingWheel wheel = new PingWheel(vertx, new LoopTurn(vertx), () -> 0, 1);
          wheel.add(
              now -> {
                throw new AssertionError("as it should");
              });
          wheel.add(
              new PingWheel.Pinged() {
                private int ticks;

                @Override
                public void tick(long now) {
                  ticks++;
                  if (ticks == 2) {
                    wheel.stop();
                    done.complete();
                  }
                }
              });
        });
    TestNode.await(done.future());
  }
}
