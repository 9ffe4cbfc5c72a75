package dev.fanfare.http;

import dev.fanfare.access.Guest;
import dev.fanfare.access.Guest.Naming;
import dev.fanfare.message.User;
import dev.fanfare.wire.EndpointFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Counter;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says who comes to an endpoint: a guest as they say, or somebody known by address, number or path.
 * Owned by its loop.
 */
final class Visitors {
  private static final String NUMBERS = "fanfare.numbers";

  private final Vertx vertx;
  private final Gate gate;
  private @Nullable Future<Counter> numbers;

  /** Numbers are counted in the whole cluster, and none is given twice while it lives. */
  Visitors(Vertx vertx, Gate gate) {
    this.vertx = vertx;
    this.gate = gate;
  }

  /** Refuses what is wrong in name, key or path. */
  Future<Guest> who(Mount mount, RoutingContext ctx) {
    String parameter = mount.endpoint().nameParameter();
    if (parameter != null) {
      String name = User.checkName(Objects.requireNonNullElse(ctx.pathParam(parameter), ""));
      return Future.succeededFuture(gate.given(name));
    }
    return switch (mount.endpoint().identity()) {
      case "ip" -> Future.succeededFuture(gate.given(gate.visitor(ctx.request()).address()));
      case "number" -> numbers().compose(Counter::incrementAndGet).map(Visitors::numbered);
      default -> Future.succeededFuture(gate.guest(ctx.queryParams()));
    };
  }

  /** Asked for when the first number is: most nodes give none. */
  private Future<Counter> numbers() {
    Future<Counter> counter = numbers;
    if (counter == null || counter.failed()) {
      counter = vertx.sharedData().getCounter(NUMBERS);
      numbers = counter;
    }
    return counter;
  }

  private static Guest numbered(long number) {
    User user = new User(EndpointFormat.numberedId(number), Long.toString(number));
    return new Guest(user, false, Naming.GIVEN);
  }
}
