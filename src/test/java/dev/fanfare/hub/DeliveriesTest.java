package dev.fanfare.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time passes when the test says so. */
class DeliveriesTest {
  private final Deque<Runnable> turns = new ArrayDeque<>();
  private final Deque<Runnable> timers = new ArrayDeque<>();
  private final List<String> flushed = new ArrayList<>();

  @Test
  void withoutLingerAllRoomsOfATurnGoAtItsEnd() {
    Deliveries deliveries = new Deliveries(false, turns::add, timers::add);
    deliveries.add(room("a"));
    deliveries.add(room("b"));
    assertThat(flushed).isEmpty();
    assertThat(turns).hasSize(1);
    turns.remove().run();
    assertThat(flushed).containsExactly("a", "b, last");
    deliveries.add(room("c"));
    turns.remove().run();
    assertThat(flushed).containsExactly("a", "b, last", "c, last");
    assertThat(timers).isEmpty();
  }

  @Test
  void roomsThatLingerShareOneTimer() {
    Deliveries deliveries = new Deliveries(true, turns::add, timers::add);
    deliveries.add(room("a"));
    deliveries.add(room("b"));
    assertThat(turns).isEmpty();
    assertThat(timers).hasSize(1);
    timers.remove().run();
    assertThat(flushed).containsExactly("a", "b, last");
    assertThat(timers).isEmpty();
    deliveries.add(room("c"));
    timers.remove().run();
    assertThat(flushed).containsExactly("a", "b, last", "c, last");
  }

  @Test
  void whoIsInAHurryTakesAllWithIt() {
    Deliveries deliveries = new Deliveries(true, turns::add, timers::add);
    deliveries.add(room("a"));
    deliveries.add(room("b"));
    deliveries.hurry();
    deliveries.hurry();
    assertThat(turns).hasSize(1);
    turns.remove().run();
    assertThat(flushed).containsExactly("a", "b, last");
    timers.remove().run();
    assertThat(flushed).as("the timer finds nothing").hasSize(2);
    deliveries.add(room("c"));
    assertThat(timers).hasSize(1);
    timers.remove().run();
    assertThat(flushed).endsWith("c, last").hasSize(3);
  }

  @Test
  void oneThatFailsHarmsNoOther() {
    Deliveries deliveries = new Deliveries(false, turns::add, timers::add);
    deliveries.add(
        last -> {
          throw new IllegalStateException("as the test wants it");
        });
    deliveries.add(room("b"));
    turns.remove().run();
    assertThat(flushed).containsExactly("b, last");
  }

  private Deliveries.Delivery room(String name) {
    return last -> flushed.add(last ? name + ", last" : name);
  }
}
