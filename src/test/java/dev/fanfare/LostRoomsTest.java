package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostRoomsTest {
  private static final String LOST = "WARN More nodes died at once than there are copies: of some";

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final LostRooms rooms = new LostRooms(vertx, 1);

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatIsLostTogetherIsSaidOnceAndWhatIsLostLaterAgain() throws InterruptedException {
    try (Lines log = new Lines(LostRooms.class)) {
      context.runOnContext(now -> loseMany());
      assertThat(log.next()).startsWith(LOST);
      context.runOnContext(now -> loseMany());
      assertThat(log.next()).startsWith(LOST);
      assertThat(log.more()).isZero();
    }
  }

  /** In one turn of the loop: no timer rings in between. */
  private void loseMany() {
    for (int partition = 0; partition < 271; partition++) {
      rooms.more();
    }
  }
}
