package dev.fanfare.launch;

import dev.fanfare.config.FanfareConfig;
import dev.fanfare.launch.GuardedTransport.Guard;
import dev.fanfare.launch.GuardedTransport.Guards;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import org.jspecify.annotations.Nullable;

/** Which of this process's servers need a guard. Any thread. */
final class Doors implements Guards {
  /** What nodes tell of their people and rooms is smaller, whatever a message may be. */
  private static final int MOST_BUS_BYTES = 4 << 20;

  private final int mostBytes;
  private final long headerMillis;

  Doors(FanfareConfig config) {
    this.mostBytes = Math.max(2 * config.limits().messageBytes(), MOST_BUS_BYTES);
    this.headerMillis = config.limits().requestTime().toMillis();
  }

  @Override
  public @Nullable Guard of(NetServerOptions server) {
    if (server instanceof HttpServerOptions) {
      return server.isUseProxyProtocol() ? this::watchProxyHeader : null;
    }
    return new BusDoor(mostBytes, server.isSsl());
  }

  private boolean watchProxyHeader(Channel connection) {
    connection.pipeline().addLast(new ProxyHeaderDeadline(headerMillis));
    return true;
  }
}
