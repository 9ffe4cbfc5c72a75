package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.fanfare.message.Body;
import dev.fanfare.message.Refusal;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one command in whatever order they came. Types are checked when a field is asked
 * for: what a command does not use may be anything. A field that is {@code null} counts as absent,
 * except {@code body}. Owned by whoever decodes.
 */
final class CommandFields {
  private static final int LONGEST_REF = 64;
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "ref",
          "room",
          "since",
          "history",
          "to",
          "key",
          "encoding",
          "before",
          "limit",
          "name");

  /** Reads what {@link Json#read} refused as far as it goes. */
  private static final JsonFactory LENIENT =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private final Map<String, Value> values = new HashMap<>();
  private @Nullable Body body;

  private CommandFields() {}

  /**
   * @param text of a string or number, else empty
   */
  private record Value(JsonToken token, String text) {}

  /** Reads the object at the parser's current token. */
  static CommandFields read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Refusal.badRequest("A command is one JSON object with a type.");
    }
    CommandFields fields = new CommandFields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      fields.readValue(json.currentName(), json);
    }
    return fields;
  }

  /** The {@code ref} of a broken command, if it can be made out and is right itself. */
  static @Nullable String refIn(String command) {
    String ref = null;
    try (JsonParser json = LENIENT.createParser(command)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = json.currentName().equals("ref");
        JsonToken token = json.nextToken();
        if (here && (ref != null || token != JsonToken.VALUE_STRING)) {
          return null;
        }
        if (here) {
          ref = checkRef(Json.wellFormed(json.getText()));
        }
        json.skipChildren();
      }
      return ref;
    } catch (IOException e) {
      return ref; // broken further on: what was read before still holds
    } catch (Refusal e) {
      return null;
    }
  }

  @Nullable String ref() {
    String ref = optionalText("ref");
    return ref == null ? null : checkRef(ref);
  }

  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw Refusal.badRequest(name + " is missing: a string is needed.");
    }
    return text;
  }

  @Nullable String optionalText(String name) {
    Value value = value(name);
    if (value == null) {
      return null;
    }
    if (value.token != JsonToken.VALUE_STRING) {
      throw Refusal.badRequest(name + " must be a string.");
    }
    return Json.wellFormed(value.text);
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /** An integer from {@code least} on; above {@code most} it is {@code most}. */
  int count(String name, int least, int most, int otherwise) {
    Value value = value(name);
    if (value == null) {
      return otherwise;
    }
    boolean natural = value.token == JsonToken.VALUE_NUMBER_INT && !value.text.startsWith("-");
    int count = !natural ? -1 : value.text.length() > 9 ? most : Integer.parseInt(value.text);
    if (count < least) {
      throw Refusal.badRequest(
          name + " must be a whole number from " + least + " to " + most + ".");
    }
    return Math.min(count, most);
  }

  Body body() {
    if (body == null) {
      throw Refusal.badRequest("body is missing: any JSON value is good.");
    }
    String encoding = optionalText("encoding");
    if (encoding == null) {
      return body;
    }
    if (!encoding.equals("base64")) {
      throw Refusal.badRequest("encoding must be base64, or absent.");
    }
    return Body.of(Body.Kind.BINARY, fromBase64(body));
  }

  private void readValue(String name, JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (name.equals("body")) {
      body = BodyJson.read(json);
    } else if (!KNOWN.contains(name)) {
      json.skipChildren();
    } else if (token.isStructStart()) {
      values.put(name, new Value(token, ""));
      json.skipChildren();
    } else {
      values.put(name, new Value(token, json.getText()));
    }
  }

  private @Nullable Value value(String name) {
    Value value = values.get(name);
    return value == null || value.token == JsonToken.VALUE_NULL ? null : value;
  }

  private static String checkRef(String ref) {
    if (ref.codePointCount(0, ref.length()) > LONGEST_REF) {
      throw Refusal.badRequest("ref may have up to 64 characters.");
    }
    return ref;
  }

  private static byte[] fromBase64(Body body) {
    if (body.kind() != Body.Kind.TEXT) {
      throw Refusal.badRequest("body must be a string when encoding is base64.");
    }
    byte[] letters = body.bytes();
    if (letters.length % 4 == 0) {
      try {
        return Base64.getDecoder().decode(letters);
      } catch (IllegalArgumentException e) {
        // refused below, like the wrong length that the decoder would let pass
      }
    }
    throw Refusal.badRequest("body is not base64 (RFC 4648 section 4, padded, in one line).");
  }
}
