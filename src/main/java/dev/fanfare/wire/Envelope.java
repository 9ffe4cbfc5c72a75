package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.fanfare.message.Body;
import dev.fanfare.message.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON frames that name their recipient and their sender in fields of their own. A frame that tells
 * the truth is relayed byte by byte, unless it has line breaks; in any other the sender is put
 * right, and the rest stays what it was. Any thread.
 *
 * @param to the field of the recipient, null: there is none
 * @param from the field of the sender, null: there is none
 */
public record Envelope(@Nullable String to, @Nullable String from) {

  /**
   * An opened frame.
   *
   * @param recipient null if frames name none
   * @param body the frame, in which the sender is the true one
   */
  public record Letter(@Nullable String recipient, Body body) {}

  /**
   * Reads a frame; refuses with {@code bad_request} what is no JSON object, or names nobody.
   *
   * @param text UTF-8
   */
  public Letter open(byte[] text, String sender) {
    Letter letter =
        Json.read(new String(text, StandardCharsets.UTF_8), json -> letter(json, text, sender));
    if (to != null && letter.recipient == null) {
      throw Refusal.badRequest("The message needs a text \"" + to + "\": its recipient.");
    }
    return letter;
  }

  private Letter letter(JsonParser json, byte[] text, String sender) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Refusal.badRequest("The message must be a JSON object.");
    }
    @Nullable String[] recipient = {null};
    boolean[] truth = {from == null};
    byte[] bytes =
        Json.writeWhileReading(
            128,
            out -> {
              boolean signed = truth[0];
              out.writeStartObject();
              while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = Json.wellFormed(json.currentName());
                out.writeFieldName(new SerializedString(name));
                JsonToken value = json.nextToken();
                if (name.equals(to) && value == JsonToken.VALUE_STRING) {
                  recipient[0] = json.getText();
                }
                if (name.equals(from)) {
                  signed = true;
                  truth[0] = value == JsonToken.VALUE_STRING && json.getText().equals(sender);
                  json.skipChildren();
                  out.writeString(sender);
                } else {
                  BodyJson.copy(json, out);
                }
              }
              if (!signed) {
                out.writeStringField(from, sender);
              }
              out.writeEndObject();
            });
    return new Letter(
        recipient[0], Body.of(Body.Kind.JSON, truth[0] && onOneLine(text) ? text : bytes));
  }

  /** Control characters stand between the values only: in strings JSON wants them escaped. */
  private static boolean onOneLine(byte[] json) {
    for (byte each : json) {
      if (each >= 0 && each < ' ') {
        return false;
      }
    }
    return true;
  }
}
