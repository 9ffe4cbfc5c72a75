package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.access.Guest.Naming;
import dev.fanfare.message.Command;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.Since;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The history begins a new life of rooms that nobody wrote to for long, and tells no room so:
 * somebody who comes then finds it out.
 */
@ExtendWith(VertxExtension.class)
class NewLifeTest {
  private static final Position BEGINNING = new Position("e2", 0);

  private final FakeOutbox present = new FakeOutbox();
  private final FakeOutbox box = new FakeOutbox();
  private HubFixture node;
  private Commands newcomer;

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    node = HubFixture.start(vertx);
    Session session = new Session("s", ANN, true, "ann", node.hub, node.encoding, box, true);
    newcomer = new Commands(session, null, true, Naming.CHOSEN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoComesWithHistoryToARoomThatNobodyWroteToHearsWhatComes(boolean prompt) throws Exception {
    node.history.prompt = prompt;
    node.join(present, null, true);
    node.history.beginAnew();
    node.onLoop(() -> newcomer.handle(new Command.Join("1", ROOM, null, 5)));
    bothHearTheFirst();
    assertThat(box.events).noneMatch(Event.Gap.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoComesBackToAForgottenRoomHearsWhatComes(boolean prompt) throws Exception {
    node.history.prompt = prompt;
    node.join(present, null, true);
    node.publish(2);
    node.settle();
    node.history.beginAnew();
    Since old = new Since.After(new Position("e1", 2));
    node.onLoop(() -> newcomer.handle(new Command.Join("1", ROOM, old, 0)));
    assertThat(((Event.Joined) box.events.get(0)).recovered()).isFalse();
    assertThat(present.offsets()).containsExactly(1L, 2L);
    present.events.removeIf(Event.Message.class::isInstance);
    bothHearTheFirst();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoComesFromTheOldestOnHearsWhatComes(boolean prompt) throws Exception {
    node.history.prompt = prompt;
    node.join(present, null, true);
    node.history.beginAnew();
    node.onLoop(() -> newcomer.handle(new Command.Join("1", ROOM, new Since.Start(), 0)));
    bothHearTheFirst();
  }

  /** And who was there already is told, once, that the stream goes on elsewhere. */
  private void bothHearTheFirst() throws Exception {
    node.settle();
    node.await(() -> present.events.contains(new Event.Gap(ROOM, BEGINNING)));
    int reads = node.history.reads;
    assertThat(reads).isLessThan(10);
    node.publish(1);
    node.await(() -> !present.offsets().isEmpty() && !box.offsets().isEmpty());
    assertThat(box.offsets()).containsExactly(1L);
    assertThat(present.offsets()).containsExactly(1L);
    assertThat(present.events)
        .filteredOn(Event.Gap.class::isInstance)
        .isEqualTo(List.of(new Event.Gap(ROOM, BEGINNING)));
    assertThat(box.events).noneMatch(Event.Failure.class::isInstance);
    assertThat(node.history.reads).isEqualTo(reads);
    assertThat(node.encoding.open).hasValue(0);
  }
}
