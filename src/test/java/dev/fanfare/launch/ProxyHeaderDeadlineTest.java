package dev.fanfare.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyHeaderDeadlineTest {
  private EmbeddedChannel connection;

  @BeforeEach
  void connect() {
    connection = new EmbeddedChannel();
    connection.freezeTime();
    connection.pipeline().addLast(new ProxyHeaderDeadline(1_000), new HAProxyMessageDecoder());
    connection.pipeline().fireChannelActive();
  }

  @AfterEach
  void end() {
    connection.finishAndReleaseAll();
  }

  @Test
  void whoDripsTheHeaderIsCutOffInTime() {
    for (char c : "PROXY TCP4".toCharArray()) {
      send(String.valueOf(c));
      pass(99);
    }
    assertThat(connection.isOpen()).isTrue();
    pass(10);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void whoHasSentItStays() {
    send("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n");
    pass(5_000);
    assertThat(connection.isOpen()).isTrue();
  }

  private void send(String bytes) {
    connection.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
  }

  private void pass(long millis) {
    connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
  }
}
