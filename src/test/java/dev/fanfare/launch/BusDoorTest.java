package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusDoorTest {
  private final BusDoor door = new BusDoor(10_000, false);

  @Test
  void oneAddressGetsNoMoreThanItsPlacesAndOthersTheirs() {
    List<Connection> open = new ArrayList<>();
    for (int i = 0; i < BusDoor.MOST_OF_ONE_ADDRESS; i++) {
      open.add(new Connection("10.0.0.1"));
      assertThat(door.admits(open.get(i))).isTrue();
    }
    assertThat(door.admits(new Connection("10.0.0.1"))).isFalse();
    assertThat(door.admits(new Connection("10.0.0.2"))).isTrue();
    open.get(7).close();
    assertThat(door.admits(new Connection("10.0.0.1"))).isTrue();
    assertThat(door.admits(new Connection("10.0.0.1"))).isFalse();
  }

  @Test
  void allTogetherAreBoundedHoweverManyAddressesThereAre() {
    int admitted = 0;
    for (int i = 0; i < 5_000; i++) {
      admitted += door.admits(new Connection("10.1." + i / 250 + "." + i % 250)) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(1_024);
  }

  @Test
  void whoIsGoneAlreadyTakesNoPlace() {
    assertThat(door.admits(new EmbeddedChannel())).isFalse(); // it has no address of the network
  }

  @Test
  void whatIsSaidIsLookedAtOnlyWithoutCertificates() {
    Connection plain = new Connection("10.0.0.1");
    door.admits(plain);
    assertThat(plain.pipeline().get(BusRecords.class)).isNotNull();
    Connection encrypted = new Connection("10.0.0.1");
    new BusDoor(10_000, true).admits(encrypted);
    assertThat(encrypted.pipeline().get(BusRecords.class)).isNull();
  }

  private static final class Connection extends EmbeddedChannel {
    private final String from;

    Connection(String from) {
      this.from = from;
    }

    @Override
    public SocketAddress remoteAddress() {
      return new InetSocketAddress(from, 40_000);
    }
  }
}
