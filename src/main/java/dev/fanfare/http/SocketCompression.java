package dev.fanfare.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilter;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * permessage-deflate (RFC 7692) as Netty does it for Vert.x, with what Vert.x leaves out: a bound
 * on what a message may become, no memory between two messages, and the reserved bits of who did
 * not ask for it. What goes out is compressed by {@link MessageDeflater} unless it goes the plain
 * way. Owned by the connection's loop.
 */
final class SocketCompression extends ChannelInboundHandlerAdapter {
  /** The name that Vert.x gives to its own offer, which has no bound. */
  private static final String OFFER = "webSocketExtensionHandler";

  private final boolean negotiated;

  private SocketCompression(boolean negotiated) {
    this.negotiated = negotiated;
  }

  /**
   * Puts our offer in the place of Vert.x', at a connection that was just opened.
   *
   * @param messageBytes the largest message, uncompressed
   */
  static void offer(HttpConnection connection, int messageBytes) {
    VertxInternals.pipeline(connection)
        .replace(OFFER, OFFER, new WebSocketServerExtensionHandler(new Offer(messageBytes)));
  }

  /**
   * Watches the reserved bits of a connection that was just upgraded.
   *
   * @return whether its client may be sent compressed messages
   */
  static boolean watch(HttpConnection connection) {
    ChannelPipeline pipeline = VertxInternals.pipeline(connection);
    ChannelHandlerContext decoder = pipeline.context(WebSocketExtensionDecoder.class);
    String before = decoder == null ? VertxInternals.HANDLER : decoder.name();
    pipeline.addBefore(before, null, new SocketCompression(decoder != null));
    return decoder != null;
  }

  /** Only the first frame of a message says, by RSV1, that it is compressed. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (message instanceof WebSocketFrame frame && frame.rsv() != 0) {
      boolean first = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
      if (!negotiated || !first || frame.rsv() != WebSocketExtension.RSV1) {
        ReferenceCountUtil.release(message);
        throw new CorruptedWebSocketFrameException(
            WebSocketCloseStatus.PROTOCOL_ERROR, "a reserved bit that was not negotiated");
      }
    }
    super.channelRead(ctx, message);
  }

  /**
   * Answers an offer as if it had asked for no context in either direction, which every client must
   * accept: nothing is kept between messages then, and one compressed message fits all.
   */
  private static final class Offer
      implements WebSocketServerExtensionHandshaker, WebSocketExtensionFilterProvider {
    private final WebSocketServerExtensionHandshaker netty;

    Offer(int messageBytes) {
      // One byte more: it is MessageAssembler that refuses what is too large.
      netty =
          new PerMessageDeflateServerExtensionHandshaker(
              MessageDeflater.LEVEL,
              false,
              PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
              true,
              true,
              this,
              messageBytes + 1);
    }

    @Override
    public @Nullable WebSocketServerExtension handshakeExtension(WebSocketExtensionData offer) {
      Map<String, String> parameters = new HashMap<>(offer.parameters());
      parameters.put("client_no_context_takeover", null);
      parameters.put("server_no_context_takeover", null);
      return netty.handshakeExtension(new WebSocketExtensionData(offer.name(), parameters));
    }

    @Override
    public WebSocketExtensionFilter encoderFilter() {
      return frame -> frame.content().readableBytes() < MessageDeflater.SMALLEST;
    }

    @Override
    public WebSocketExtensionFilter decoderFilter() {
      return WebSocketExtensionFilter.NEVER_SKIP;
    }
  }
}
