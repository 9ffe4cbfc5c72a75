package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One timer serves all streams, and each third step is a beat. */
@ExtendWith(VertxExtension.class)
class HeartbeatsTest {
  @Test
  void everyThirdStepIsABeatUntilNobodyIsLeft(Vertx vertx) throws Exception {
    List<String> seen = new ArrayList<>();
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        v -> {
          Heartbeats heartbeats = new Heartbeats(new LoopTurn(vertx), 1);
          heartbeats.add(
              new Heartbeats.Beating() {
                @Override
                public void beat(long millis) {
                  seen.add("beat after " + millis);
                  if (seen.size() >= 8) {
                    heartbeats.remove(this);
                    done.complete();
                  }
                }

                @Override
                public void checkSlow() {
                  seen.add("look");
                }
              });
        });
    TestNode.await(done.future());
    assertThat(seen)
        .containsExactly(
            "look", "look", "look", "beat after 3", "look", "look", "look", "beat after 3");
  }

  @Test
  void whoFailsDisturbsNobodyElse(Vertx vertx) throws Exception {
    Promise<Void> done = Promise.promise();
    vertx.runOnContext(
        v -> {
          Heartbeats heartbeats = new Heartbeats(new LoopTurn(vertx), 1);
          heartbeats.add(
              new Heartbeats.Beating() {
                @Override
                public void beat(long millis) {}

                @Override
                public void checkSlow() {
                  throw new AssertionError("as it should");
                }
              });
          heartbeats.add(
              new Heartbeats.Beating() {
                private int beats;

                @Override
                public void beat(long millis) {
                  beats++;
                  if (beats == 2) {
                    done.complete();
                  }
                }

                @Override
                public void checkSlow() {}
              });
        });
    TestNode.await(done.future());
  }
}
