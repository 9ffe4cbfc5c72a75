package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is done at the end of a turn of a loop. */
@ExtendWith(VertxExtension.class)
class LoopTurnTest {
  @Test
  void whatFailsIsReportedAndDisturbsNothingElse(Vertx vertx) throws Exception {
    Error failure = new AssertionError("as it should");
    List<Throwable> reported = new ArrayList<>();
    List<Integer> turns = new ArrayList<>();
    Promise<Void> done = Promise.promise();
    vertx.exceptionHandler(reported::add);
    vertx.runOnContext(v -> fail(new LoopTurn(vertx), failure, turns, done));
    TestNode.await(done.future());
    assertThat(turns).containsExactly(1, 2, 3);
    assertThat(reported).containsExactly(failure, failure, failure);
  }

  /** In three turns, for two lists serve in turn. */
  private static void fail(LoopTurn turn, Error failure, List<Integer> turns, Promise<Void> done) {
    turn.atEnd(
        () -> {
          throw failure;
        });
    turn.atEnd(
        () -> {
          turns.add(turns.size() + 1);
          if (turns.size() == 3) {
            done.complete();
          } else {
            fail(turn, failure, turns, done);
          }
        });
  }
}
