package dev.fanfare.launch;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.launch.GuardedTransport.Guards;
import dev.fanfare.message.Clocks;
import dev.fanfare.metrics.Seldom;
import io.netty.channel.ChannelHandler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which of this process's servers need a guard. Any thread. */
final class Doors implements Guards {
  /** What nodes tell of their people and rooms is smaller, whatever a message may be. */
  private static final int MOST_BUS_BYTES = 4 << 20;

  private final int most;
  private final long headerMillis;
  private final Seldom word = new Seldom(Clocks.system().steady());

  Doors(FanfareConfig config) {
    this.most = Math.max(2 * config.limits().messageBytes(), MOST_BUS_BYTES);
    this.headerMillis = config.limits().requestTime().toMillis();
  }

  @Override
  public @Nullable Supplier<ChannelHandler> of(NetServerOptions server) {
    if (server instanceof HttpServerOptions) {
      return server.isUseProxyProtocol() ? () -> new ProxyHeaderDeadline(headerMillis) : null;
    }
    // The event bus. With certificates only nodes say anything there.
    return server.isSsl() ? null : () -> new BusRecords(most, word);
  }
}
