package dev.fanfare.contract;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A socket of the raw format. One thread uses it. */
final class RawClient implements AutoCloseable {
  private final Api api;
  private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  RawClient(Api api, String query) {
    this.api = api;
    URI uri = api.socket(query);
    socket =
        api.await(
            Api.CLIENT
                .newWebSocketBuilder()
                .connectTimeout(Server.PATIENCE)
                .buildAsync(uri, new Listener()));
  }

  /**
   * @param message a string or a byte buffer
   */
  void send(Object message) {
    api.await(
        message instanceof String text
            ? socket.sendText(text, true)
            : socket.sendBinary(((ByteBuffer) message).duplicate(), true));
  }

  /** The next message: a string or a byte buffer. */
  Object next() {
    try {
      Object next = received.poll(Server.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw api.server().failure("Nothing came from a socket", null);
      }
      return next;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      bytes.writeBytes(part);
      if (last) {
        received.add(ByteBuffer.wrap(bytes.toByteArray()));
        bytes.reset();
      }
      from.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      received.add(error);
    }
  }
}
