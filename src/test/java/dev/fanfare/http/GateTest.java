package dev.fanfare.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class GateTest {

  /** What Vert.x shows for a header without an address, and for one with a path. */
  @Test
  void whoComesWithoutAnAddressIsNotTakenForTheProxy() {
    SocketAddress proxy = SocketAddress.inetSocketAddress(4711, "10.0.0.1");

    assertThat(Gate.isSaid(SocketAddress.inetSocketAddress(4711, "10.0.0.1"), proxy)).isFalse();
    assertThat(Gate.isSaid(SocketAddress.domainSocketAddress("/run/some"), proxy)).isFalse();
    assertThat(Gate.isSaid(SocketAddress.inetSocketAddress(4711, "10.0.0.2"), proxy)).isTrue();
    assertThat(Gate.isSaid(SocketAddress.inetSocketAddress(80, "10.0.0.1"), proxy)).isTrue();
  }
}
