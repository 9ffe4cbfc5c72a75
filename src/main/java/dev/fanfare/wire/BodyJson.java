package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.fanfare.message.Body;
import dev.fanfare.message.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body as a JSON value and back. Any thread. */
public final class BodyJson {
  private BodyJson() {}

  /**
   * Reads exactly one JSON value: a string becomes text, any other value compact JSON with its
   * numbers as they were written and its members in their order. Refuses everything else with
   * {@code bad_request}.
   */
  public static Body parse(byte[] bytes) {
    if (!Utf8.valid(bytes)) {
      throw Refusal.badRequest("JSON is UTF-8, and this is not.");
    }
    return Json.read(new String(bytes, StandardCharsets.UTF_8), BodyJson::read);
  }

  /** Reads the value at the parser's current token. */
  static Body read(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return text(json);
    }
    return Body.of(Body.Kind.JSON, Json.writeWhileReading(64, compact -> copy(json, compact)));
  }

  /** Writes the value: text as a string, JSON as it is, bytes as base64. */
  static void write(JsonGenerator json, Body body) throws IOException {
    byte[] bytes = body.bytes();
    switch (body.kind()) {
      case TEXT -> json.writeUTF8String(bytes, 0, bytes.length);
      case JSON -> {
        json.writeRawValue(""); // the comma or colon before the value
        json.flush();
        ((OutputStream) json.getOutputTarget()).write(bytes);
      }
      case BINARY -> json.writeBinary(bytes);
    }
  }

  private static Body text(JsonParser from) throws IOException {
    return Body.text(Json.wellFormed(from.getText()));
  }

  /**
   * Copies the value at the parser's current token. Strings go over as UTF-8: Jackson's writer of
   * characters escapes pairs that it cuts in two.
   */
  static void copy(JsonParser from, JsonGenerator to) throws IOException {
    int depth = 0;
    JsonToken token = from.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT -> to.writeStartObject();
        case START_ARRAY -> to.writeStartArray();
        case END_OBJECT -> to.writeEndObject();
        case END_ARRAY -> to.writeEndArray();
        case FIELD_NAME ->
            to.writeFieldName(new SerializedString(Json.wellFormed(from.currentName())));
        case VALUE_STRING -> write(to, text(from));
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(number(from));
        case VALUE_TRUE, VALUE_FALSE -> to.writeBoolean(token == JsonToken.VALUE_TRUE);
        case VALUE_NULL -> to.writeNull();
        default -> throw new IllegalStateException("no JSON has a " + token);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
      token = from.nextToken();
    }
  }

  /** The very characters: no number type keeps {@code 1.10}, {@code 1e400} and forty digits. */
  private static String number(JsonParser from) throws IOException {
    if (from.getTextLength() > Json.LONGEST_NUMBER) {
      throw Refusal.badRequest(
          "A number may have up to 40 characters; send longer ones as strings.");
    }
    return from.getText();
  }
}
