package dev.fanfare.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real socket: in which order bytes leave, and what becomes of those that do not. */
class KernelTest {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final CompletableFuture<Channel> accepted = new CompletableFuture<>();
  private final List<ByteBuf> pieces = new ArrayList<>();
  private final List<String> rest = new ArrayList<>();
  private Socket client;
  private Channel channel;
  private Kernel kernel;

  @BeforeEach
  void connect() throws Exception {
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    accepted.complete(opened);
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    client = new Socket();
    client.setReceiveBufferSize(4096);
    client.connect(server.localAddress());
    channel = accepted.get(10, TimeUnit.SECONDS);
    kernel = Kernel.of(channel, false);
  }

  @AfterEach
  void end() throws Exception {
    assertThat(pieces).as("given back").allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
    client.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
  }

  private ByteBuf piece(String text) {
    ByteBuf piece = ByteBufAllocator.DEFAULT.directBuffer();
    piece.writeCharSequence(text, UTF_8);
    pieces.add(piece);
    return piece;
  }

  private boolean hold(String text) {
    ByteBuf piece = piece(text);
    boolean held = kernel.hold(piece);
    piece.release();
    return held;
  }

  private void send(String text) {
    ByteBuf piece = piece(text);
    kernel.send(piece, this::rest);
    piece.release();
  }

  private void rest(ByteBuf piece, int from) {
    rest.add(piece.toString(piece.readerIndex() + from, piece.readableBytes() - from, UTF_8));
  }

  private <T> T onLoop(Callable<T> action) throws Exception {
    return channel.eventLoop().submit(action).get(10, TimeUnit.SECONDS);
  }

  private String read(int length) throws Exception {
    return new String(client.getInputStream().readNBytes(length), UTF_8);
  }

  @Test
  void whatWasHeldGoesBeforeWhatIsSent() throws Exception {
    onLoop(
        () -> {
          send("a");
          assertThat(hold("b")).isTrue();
          assertThat(hold("cc")).isTrue();
          assertThat(kernel.bytes()).isEqualTo(3);
          send("d");
          assertThat(kernel.holds()).isFalse();
          assertThat(hold("e")).isTrue();
          kernel.send(this::rest);
          return null;
        });
    assertThat(read(6)).isEqualTo("abccde");
    assertThat(rest).isEmpty();
  }

  @Test
  void littleIsHeld() throws Exception {
    onLoop(
        () -> {
          assertThat(hold("x".repeat(16_385))).isFalse();
          assertThat(hold("x".repeat(16_384))).isTrue();
          assertThat(hold("x")).isFalse();
          kernel.clear();
          for (int i = 0; i < 16; i++) {
            assertThat(hold("y")).isTrue();
          }
          assertThat(hold("y")).as("not many either").isFalse();
          kernel.giveTo(this::rest);
          assertThat(kernel.holds()).isFalse();
          return null;
        });
    assertThat(rest).hasSize(16).containsOnly("y");
  }

  /** Whoever does not read gets the same bytes in the same order later, by another way. */
  @Test
  void whatTheKernelDoesNotTakeIsTheRest() throws Exception {
    String much = "0123456789abcdef".repeat(1 << 20);
    onLoop(
        () -> {
          hold("ack");
          send(much);
          return null;
        });
    assertThat(rest).hasSize(1);
    String all = "ack" + much;
    int sent = all.length() - rest.get(0).length();
    assertThat(sent).isPositive();
    assertThat(all.endsWith(rest.get(0))).as("the rest is the rest").isTrue();
    assertThat(all.startsWith(read(sent))).as("what left is the beginning").isTrue();
  }
}
