package dev.fanfare.hub;

import static dev.fanfare.hub.HubFixture.ANN;
import static dev.fanfare.hub.HubFixture.ROOM;
import static dev.fanfare.metrics.Count.REPAIRS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Batch;
import dev.fanfare.message.Body;
import dev.fanfare.message.Digest;
import dev.fanfare.message.Digest.Head;
import dev.fanfare.message.Draft;
import dev.fanfare.message.Event;
import dev.fanfare.message.Position;
import dev.fanfare.message.RoomName;
import dev.fanfare.wire.DigestCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a bus that loses publications. */
@ExtendWith(VertxExtension.class)
class DigestsTest {
  private final AtomicInteger lost = new AtomicInteger();
  private volatile BooleanSupplier loses = () -> false;
  private Vertx vertx;
  private HubFixture node;

  @BeforeEach
  void start(Vertx fresh) throws Exception {
    vertx = fresh;
    node = HubFixture.start(fresh);
    vertx
        .eventBus()
        .<Object>addOutboundInterceptor(
            sent -> {
              if (sent.message().body() instanceof Batch && loses.getAsBoolean()) {
                lost.incrementAndGet();
              } else {
                sent.next();
              }
            });
  }

  @Test
  void endOfTheStreamThatTheBusLostArrives() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.publish(2);
    loses = () -> true;
    node.publish(3);
    node.run(node.digests::send);
    node.await(() -> box.offsets().size() == 5);
    assertThat(box.offsets()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(node.hub.metrics().of(REPAIRS).sum()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverTheBusLosesArrivesInOrderAndOnce(long seed) throws Exception {
    Random random = new Random(seed);
    List<FakeOutbox> boxes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      boxes.add(node.join(new FakeOutbox(), null, true));
    }
    loses = () -> random.nextInt(3) == 0;
    for (int round = 0; round < 50; round++) {
      node.publishAtOnce(1 + random.nextInt(5));
      if (random.nextBoolean()) {
        node.run(node.digests::send);
      }
    }
    node.run(node.digests::send);
    long head = node.onLoop(() -> node.history.head(ROOM)).offset();
    for (FakeOutbox box : boxes) {
      node.await(() -> box.offsets().size() >= head);
      assertThat(box.offsets())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, head).boxed().toList());
    }
    assertThat(lost).hasPositiveValue();
  }

  /** Who asks again gets the first answer, and nothing is spread: the digest tells of it. */
  @Test
  void repeatedKeyTellsOfTheFirst() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    Draft draft = new Draft(ROOM, ANN, null, Body.text("m"), "", "key");
    node.onLoop(() -> node.history.append(ROOM, List.of(draft), 1)); // its answer got lost
    node.onLoop(() -> node.elsewhere.publish(draft));
    node.run(node.digests::send);
    node.await(() -> box.offsets().size() == 1);
    assertThat(box.offsets()).containsExactly(1L);
  }

  @Test
  void nothingIsReadWhenNothingIsMissing() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.publish(2);
    node.settle();
    int reads = node.history.reads;
    node.run(node.digests::send);
    node.time.addAndGet(3_001);
    loses = () -> true;
    node.publish(1);
    node.run(node.digests::send); // the fence
    node.await(() -> box.offsets().size() == 3);
    assertThat(node.hub.metrics().of(REPAIRS).sum()).isEqualTo(1);
    assertThat(node.history.reads).isEqualTo(reads + 1);
  }

  @Test
  void whatIsHeardOfWhileReadingIsReadToo() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    loses = () -> true;
    node.publish(1);
    int before = node.history.reads;
    node.run(node.digests::send);
    node.await(() -> node.history.reads > before);
    node.publish(1); // the answer was fixed when it was asked for
    node.run(node.digests::send);
    node.await(() -> box.offsets().size() == 2);
    assertThat(box.offsets()).containsExactly(1L, 2L);
  }

  @Test
  void newLifeThatBeginsWhileReadingIsNotMissed() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.publish(1);
    node.settle();
    int before = node.history.reads;
    tell(Hub.RECHECK);
    node.await(() -> node.history.reads > before);
    node.history.beginAnew();
    node.publish(1);
    node.await(() -> box.offsets().size() == 2);
    assertThat(box.events).contains(new Event.Gap(ROOM, new Position("e2", 0)));
  }

  @Test
  void everyRoomReadsOnWhenToldTo() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    loses = () -> true;
    node.publish(3);
    tell(Hub.RECHECK);
    node.await(() -> box.offsets().size() == 3);
    assertThat(box.offsets()).containsExactly(1L, 2L, 3L);
  }

  /** As a node of a lost branch, or a liar, would say it. */
  @Test
  void falseDigestCostsOneReadAndChangesNothing() throws Exception {
    FakeOutbox box = node.join(new FakeOutbox(), null, true);
    node.publish(1);
    node.settle();
    int reads = node.history.reads;
    Digest wrong =
        new Digest(
            List.of(
                new Head(ROOM, new Position("other", 7)),
                new Head(ROOM, new Position("e1", 99)),
                new Head(new RoomName("unknown"), new Position("e1", 1))));
    node.run(
        () ->
            vertx
                .eventBus()
                .publish(
                    Digests.ADDRESS, wrong, new DeliveryOptions().setCodecName(DigestCodec.NAME)));
    node.await(() -> node.history.reads == reads + 1);
    node.settle();
    node.publish(1);
    node.settle();
    assertThat(box.offsets()).containsExactly(1L, 2L);
    assertThat(box.events).noneMatch(event -> event instanceof Event.Gap);
    assertThat(node.history.reads).isEqualTo(reads + 1);
    assertThat(node.hub.metrics().of(REPAIRS).sum()).as("nothing was missing").isZero();
  }

  private void tell(String address) throws Exception {
    node.onLoop(
        () -> {
          vertx.eventBus().publish(address, "", new DeliveryOptions().setLocalOnly(true));
          return Future.succeededFuture();
        });
  }
}
