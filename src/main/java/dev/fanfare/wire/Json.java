package dev.fanfare.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.fanfare.message.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Jackson as Fanfare wants it: strict in what it reads, UTF-8 in what it writes. Any thread. */
final class Json {
  static final int DEEPEST = 32;
  static final int LONGEST_NUMBER = 40;

  /**
   * Reads characters, never bytes: from bytes Jackson would guess at UTF-16 and let a byte order
   * mark pass. Names are not kept in a table that all clients share and could fill.
   */
  private static final JsonFactory READER =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE) // the size of a whole message is bounded
                  .build())
          .build();

  private static final JsonFactory WRITER =
      new JsonFactoryBuilder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private Json() {}

  interface Reading<T> {
    T from(JsonParser json) throws IOException;
  }

  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /** Reads one value that begins at the parser's current token, and nothing after it. */
  static <T> T read(String text, Reading<T> reading) {
    try (JsonParser json = READER.createParser(text)) {
      if (json.nextToken() == null) {
        throw Refusal.badRequest("Nothing came where JSON was expected.");
      }
      T value = reading.from(json);
      if (json.nextToken() != null) {
        throw Refusal.badRequest("There is something after the end of the JSON value.");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw Refusal.badRequest(
          "JSON may be nested up to 32 deep and have numbers of up to 40 characters.");
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one value into an array that begins with {@code size} bytes and grows as needed. */
  static byte[] write(int size, Writing writing) {
    try {
      return writeWhileReading(size, writing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for values that come from a parser, whose complaints go through to {@link #read}. */
  static byte[] writeWhileReading(int size, Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    try (JsonGenerator json = WRITER.createGenerator(bytes)) {
      writing.to(json);
    }
    return bytes.toByteArray();
  }

  /** The text itself; refuses half a surrogate pair, which no UTF-8 can carry. */
  static String wellFormed(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw Refusal.badRequest(
            "A string holds half of a surrogate pair: \\ud800 to \\udfff come in pairs.");
      }
      i += Character.charCount(c);
    }
    return text;
  }

  private static Refusal malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " near character " + Math.max(1, at.getCharOffset());
    boolean twice = e.getOriginalMessage().startsWith("Duplicate field");
    return Refusal.badRequest(
        twice ? "A key stands twice in one object" + where + "." : "Malformed JSON" + where + ".");
  }
}
