package dev.fanfare.hub;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * An event loop without a thread: its turns and its timers run when a test says so, so the same
 * steps always give the same run.
 */
final class SteppedLoop {
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final Map<Long, Timer> timers = new HashMap<>();
  private long timersSet;
  private long now = 1;

  private record Timer(long due, Handler<Long> handler) {}

  /** As much of Vert.x as a hub asks for. */
  Vertx vertx() {
    Context context =
        proxy(
            Context.class,
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "runOnContext" -> turns.add(() -> handler(args[0]).handle(null));
                  default -> throw new UnsupportedOperationException(method.toString());
                });
    EventBus bus =
        proxy(
            EventBus.class,
            (proxy, method, args) -> {
              throw new UnsupportedOperationException(method.toString());
            });
    return proxy(
        Vertx.class,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "getOrCreateContext" -> context;
              case "eventBus" -> bus;
              case "setTimer" -> {
                timersSet++;
                timers.put(timersSet, new Timer(now + (long) args[0], handler(args[1])));
                yield timersSet;
              }
              case "cancelTimer" -> timers.remove((long) args[0]) != null;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  /** Milliseconds. */
  long now() {
    return now;
  }

  /** Runs what was handed to the next turn, and that alone; false if there was nothing. */
  boolean turn() {
    int count = turns.size();
    for (int i = 0; i < count; i++) {
      turns.remove().run();
    }
    return count > 0;
  }

  /** Lets time pass, and each timer that is due ring. */
  void pass(long millis) {
    now += millis;
    for (long id = 1; id <= timersSet; id++) {
      Timer timer = timers.get(id);
      if (timer != null && timer.due <= now) {
        timers.remove(id);
        timer.handler.handle(id);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> Handler<T> handler(Object given) {
    return (Handler<T>) given;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
