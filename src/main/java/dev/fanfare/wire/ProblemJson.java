package dev.fanfare.wire;

import dev.fanfare.message.Code;

/** The body of an {@code application/problem+json} answer (RFC 9457). Any thread. */
public final class ProblemJson {
  private ProblemJson() {}

  /**
   * @param detail a sentence for people that says what would be right
   */
  public static byte[] encode(Code code, String detail) {
    return Json.write(
        160 + detail.length(),
        json -> {
          json.writeStartObject();
          json.writeNumberField("status", code.status());
          json.writeStringField("title", code.title());
          json.writeStringField("detail", detail);
          json.writeStringField("code", code.text());
          json.writeEndObject();
        });
  }
}
