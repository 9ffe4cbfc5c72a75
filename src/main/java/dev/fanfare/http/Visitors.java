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

/**
 * Says who comes to an endpoint: a guest as they say, or somebody known by address, number or path.
 * Owned by its loop.
 */
final class Visitors {
  private static final String NUMBERS = "fanfare.numbers";

  private final Gate gate;
  private final Future<Counter> numbers;

  /** Numbers are counted in the whole cluster, and none is given twice while it lives. */
  Visitors(Vertx vertx, Gate gate) {
    this.gate = gate;
    this.numbers = vertx.sharedData().getCounter(NUMBERS);
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
      case "number" -> numbers.compose(Counter::incrementAndGet).map(Visitors::numbered);
      default -> Future.succeededFuture(gate.guest(ctx.queryParams()));
    };
  }

  private static Guest numbered(long number) {
    User user = new User(EndpointFormat.numberedId(number), Long.toString(number));
    return new Guest(user, false, Naming.GIVEN);
  }
}
