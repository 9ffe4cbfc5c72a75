package dev.fanfare.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.message.Digest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.Message;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BusGateTest {
  private final LongAdder unreadable = new LongAdder();
  private final BusGate gate = new BusGate(unreadable, () -> 0);
  private final AtomicInteger delivered = new AtomicInteger();

  @Test
  void whatCanBeReadIsDelivered() {
    gate.handle(delivery(() -> "hello"));
    assertThat(delivered).hasValue(1);
    assertThat(unreadable.sum()).isZero();
  }

  @Test
  void whatCannotBeReadIsCountedAndDeliveredToNobody() {
    DigestCodec codec = new DigestCodec();
    byte[] newer = codec.bytesOf(new Digest(java.util.List.of()));
    newer[0] = 9;
    Buffer wire = Buffer.buffer().appendInt(newer.length).appendBytes(newer);
    gate.handle(delivery(() -> codec.decodeFromWire(0, wire)));
    gate.handle(delivery(() -> codec.decodeFromWire(0, Buffer.buffer())));
    assertThat(delivered).hasValue(0);
    assertThat(unreadable.sum()).isEqualTo(2);
  }

  @SuppressWarnings("unchecked")
  private DeliveryContext<Object> delivery(Supplier<Object> body) {
    Message<Object> message =
        fake(
            Message.class,
            method -> method.equals("body") ? body.get() : method.equals("address") ? "a" : null);
    return fake(
        DeliveryContext.class,
        method ->
            switch (method) {
              case "message" -> message;
              case "next" -> delivered.incrementAndGet() < 0 ? "" : null;
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private static <T> T fake(Class<T> type, java.util.function.Function<String, Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> answer.apply(method.getName())));
  }
}
