package dev.fanfare.http;

import dev.fanfare.hub.Chunk;
import dev.fanfare.hub.Encoding;
import dev.fanfare.message.Event;
import dev.fanfare.wire.Format;
import dev.fanfare.wire.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes events as what Vert.x' WebSocket takes, which then frames them for each socket. One
 * object per loop and format.
 */
final class PlainFrames implements Encoding {
  private final Format format;

  PlainFrames(Format format) {
    this.format = format;
  }

  @Override
  public @Nullable Chunk encode(List<? extends Event> events) {
    List<PlainChunk.Piece<ServerWebSocket>> frames = new ArrayList<>(events.size());
    int size = 0;
    for (Event event : events) {
      Payload payload = format.encode(event);
      if (payload != null) {
        frames.add(frame(payload));
        size += payload.bytes().length;
      }
    }
    return frames.isEmpty() ? null : new PlainChunk<>(frames, size);
  }

  private static PlainChunk.Piece<ServerWebSocket> frame(Payload payload) {
    if (payload.binary()) {
      Buffer bytes = Buffer.buffer(payload.bytes());
      return socket -> socket.writeFinalBinaryFrame(bytes);
    }
    String text = new String(payload.bytes(), StandardCharsets.UTF_8);
    return socket -> socket.writeFinalTextFrame(text);
  }
}
