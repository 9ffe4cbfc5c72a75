package dev.fanfare.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clocks of nodes jump: nobody is sent away, nothing is lost, nothing is stored twice, no
 * node loses another or its lease. {@code mvn -Pfaults verify}, with libfaketime.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClockFaults {
  private static final int SAID_BEFORE = 12;

  @TempDir Path directory;

  @Test
  void allJumpForward() throws Exception {
    jump("+1h", true);
  }

  @Test
  void allJumpBack() throws Exception {
    jump("-1h", true);
  }

  @Test
  void thatOfTheKeeperJumpsForward() throws Exception {
    jump("+1h", false);
  }

  @Test
  void thatOfTheKeeperJumpsBack() throws Exception {
    jump("-1h", false);
  }

  private void jump(String how, boolean all) throws Exception {
    FakeTime time = new FakeTime(directory);
    Nodes.Plan three = new Nodes.Plan(directory).by(time);
    try (Trial trial = Trial.of(three.start())) {
      int owner = trial.owner();
      List<Position> before = new ArrayList<>();
      for (int i = 0; i < SAID_BEFORE; i++) {
        before.add(said(trial.nodes, i, i));
      }
      for (int node = 0; node < trial.nodes.count(); node++) {
        if (all || node == owner) {
          time.jump(node, how);
        }
      }
      TimeUnit.SECONDS.sleep(20); // longer than Hazelcast's patience
      trial.goOnAWhile();
      trial.lateComers(owner);
      trial.goOnAWhile();
      for (int i = 0; i < before.size(); i++) {
        for (int node = 0; node < trial.nodes.count(); node++) {
          assertThat(said(trial.nodes, node, i)).as("said again").isEqualTo(before.get(i));
        }
      }
      assertThat(trial.endsOfTheSteady()).as("nobody is sent away").isEmpty();
      Report report =
          trial.end(
              (all ? "all clocks jump by " : "the clock of the node that keeps the room jumps by ")
                  + how);
      assertThat(report.gaps()).isZero();
      assertThat(trial.nodes.output()).doesNotContain("No majority of nodes", "A node is gone");
    }
  }

  private static Position said(Nodes nodes, int node, int number) throws Exception {
    RoomAt room = new RoomAt(nodes.address(node % nodes.count()), "once" + number);
    return RoomAt.position(Wire.get(room.postOnce("once", "this")));
  }
}
