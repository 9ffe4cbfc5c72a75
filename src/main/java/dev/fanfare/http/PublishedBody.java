package dev.fanfare.http;

import dev.fanfare.message.Body;
import dev.fanfare.message.Code;
import dev.fanfare.message.Refusal;
import dev.fanfare.wire.BodyJson;
import dev.fanfare.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a POST says, by its media type. Any thread. */
final class PublishedBody {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data";

  private PublishedBody() {}

  /** Refuses a media type that cannot become a message, before its body is read. */
  static void check(@Nullable String contentType) {
    if (contentType == null) {
      return;
    }
    MediaType type = MediaType.parse(contentType);
    if (type.isText() || type.isJson()) {
      isLatin1(type);
      return;
    }
    switch (type.name()) {
      case "application/octet-stream", FORM, MULTIPART -> {}
      default ->
          throw Refusal.of(
              Code.UNSUPPORTED_MEDIA_TYPE,
              "Send text/*, application/json, application/octet-stream or a form.");
    }
  }

  /**
   * @param contentType null: text if it can be, else bytes
   */
  static Body read(@Nullable String contentType, byte[] bytes) {
    if (contentType == null) {
      return Body.of(Utf8.valid(bytes) ? Body.Kind.TEXT : Body.Kind.BINARY, bytes);
    }
    MediaType type = MediaType.parse(contentType);
    if (type.isText()) {
      return isLatin1(type)
          ? Body.text(new String(bytes, StandardCharsets.ISO_8859_1))
          : text(bytes);
    } else if (type.isJson()) {
      return BodyJson.parse(bytes);
    } else if (type.name().equals(FORM)) {
      byte[] field = Form.urlencoded(bytes);
      return text(field == null ? bytes : field);
    } else if (type.name().equals(MULTIPART)) {
      return text(Form.multipart(bytes, type.parameter("boundary")));
    }
    return Body.of(Body.Kind.BINARY, bytes);
  }

  private static Body text(byte[] bytes) {
    if (!Utf8.valid(bytes)) {
      throw Refusal.badRequest("Text must be UTF-8; send other bytes as application/octet-stream.");
    }
    return Body.of(Body.Kind.TEXT, bytes);
  }

  private static boolean isLatin1(MediaType type) {
    String charset = type.parameter("charset");
    if (charset == null) {
      return false;
    }
    return switch (charset.toLowerCase(Locale.ROOT)) {
      case "utf-8", "utf8", "us-ascii", "ascii" -> false;
      case "iso-8859-1", "latin1" -> !type.isJson();
      default -> throw Refusal.of(Code.UNSUPPORTED_MEDIA_TYPE, "The charset must be utf-8.");
    };
  }
}
